import * as z from 'zod';
import type { FieldPath } from './locate.ts';

const TYPES: Readonly<Record<string, string>> = { string: '文字', number: '数', int: '整数', boolean: 'true 或 false', object: '一组字段', array: '列表' };

/** The path at which a person should look: a key that should not be there is named itself. */
export function issuePath(issue: z.core.$ZodIssue): FieldPath {
  const path = issue.path.map((p) => (typeof p === 'number' ? p : String(p)));
  return issue.code === 'unrecognized_keys' && issue.keys[0] !== undefined ? [...path, issue.keys[0]] : path;
}

/** Says in Chinese what is wrong and what is allowed; messages that the schema itself states in Chinese are kept. */
export function issueMessage(issue: z.core.$ZodIssue, input: unknown, schema: z.core.$ZodType): string {
  if ((issue.code === 'custom' || issue.code === 'invalid_format') && /[\u4e00-\u9fff]/.test(issue.message)) return issue.message;
  const name = String(issue.path.at(-1) ?? '');
  switch (issue.code) {
    case 'invalid_type':
      return at(input, issue.path) === undefined ? `缺少 ${name}；应为${TYPES[issue.expected] ?? issue.expected}` : `应为${TYPES[issue.expected] ?? issue.expected}，实为 ${shown(at(input, issue.path))}`;
    case 'invalid_value':
      return `${at(input, issue.path) === undefined ? `缺少 ${name}；` : `不能是 ${shown(at(input, issue.path))}；`}只能是 ${issue.values.map(String).join('、')}`;
    case 'unrecognized_keys': {
      const allowed = keysAt(schema, issue.path);
      return `不认识的字段 ${issue.keys.join('、')}${allowed.length > 0 ? `；此处可用：${allowed.join('、')}` : ''}`;
    }
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array' ? `不能少于 ${issue.minimum} ${issue.origin === 'array' ? '项' : '字'}` : `不能小于 ${issue.minimum}，实为 ${shown(at(input, issue.path))}`;
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array' ? `不能多于 ${issue.maximum} ${issue.origin === 'array' ? '项' : '字'}` : `不能大于 ${issue.maximum}，实为 ${shown(at(input, issue.path))}`;
    case 'invalid_format':
      return `格式不对：${shown(at(input, issue.path))}`;
    case 'invalid_union':
      return `值 ${shown(at(input, issue.path))} 不在允许之列`;
    default:
      return `不合规定：${issue.message}`;
  }
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let v = value;
  for (const p of path) {
    if (typeof v !== 'object' || v === null) return undefined;
    v = (v as Record<PropertyKey, unknown>)[p];
  }
  return v;
}

const shown = (v: unknown): string => (typeof v === 'string' ? `「${v}」` : JSON.stringify(v) ?? '空').slice(0, 60);

/** The keys an object schema allows at a path; empty when the schema there is not an object. */
function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  let s = unwrap(schema);
  for (const p of path) {
    if (s instanceof z.ZodObject) {
      const next: unknown = (s.shape as Record<PropertyKey, unknown>)[p];
      if (!(next instanceof z.ZodType)) return [];
      s = unwrap(next);
    } else if (s instanceof z.ZodArray) s = unwrap(s.element);
    else return [];
  }
  return s instanceof z.ZodObject ? Object.keys(s.shape as object) : [];
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? unwrap(schema.def.innerType) : schema;
}
