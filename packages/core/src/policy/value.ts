import type { Fault, FieldPath, SourceMap } from './locate.ts';
import type { Parameter } from './model.ts';
import { choicesOf, isTableKey, TABLES } from './tables.ts';
import { issueMessage, issuePath } from './zod-fault.ts';

const WHOLE: Readonly<Record<string, string>> = {
  wd: '工作日数', day: '天数', month: '月数', year: '年数', fen: '金额（分）', person: '人数', count: '数量', times: '次数', dayOfMonth: '每月几日', hour: '小时数',
};

/** Checks that a parameter's value fits its unit. A table comes back with the defaults of its schema filled in. */
export function checkValue(p: Parameter, source: SourceMap, path: FieldPath): { parameter?: Parameter; faults: Fault[] } {
  const at = [...path, 'value'];
  const no = (message: string): { faults: Fault[] } => ({ faults: [source.fault(at, message)] });
  const v = p.value;
  const whole = WHOLE[p.unit];
  if (whole !== undefined) {
    if (typeof v !== 'number' || !Number.isSafeInteger(v) || v < 0) return no(`单位为 ${p.unit}，value 应为非负整数（${whole}），实为 ${JSON.stringify(v)}`);
    if (p.unit === 'dayOfMonth' && (v < 1 || v > 31)) return no(`单位为 dayOfMonth，value 应在 1 至 31 之间，实为 ${v}`);
  } else if (p.unit === 'percent') {
    if (typeof v !== 'number' || !Number.isFinite(v) || v < 0 || v > 1000) return no(`单位为 percent，value 应为 0 至 1000 的数，实为 ${JSON.stringify(v)}`);
  } else if (p.unit === 'flag') {
    if (typeof v !== 'boolean') return no(`单位为 flag，value 应为 true 或 false，实为 ${JSON.stringify(v)}`);
  } else if (p.unit === 'choice') {
    const allowed = choicesOf(p.key);
    if (typeof v !== 'string' || (allowed !== undefined && !allowed.includes(v))) return no(`单位为 choice，value ${allowed ? `只能是 ${allowed.join('、')}` : '应为文字'}，实为 ${JSON.stringify(v)}`);
  } else if (p.unit === 'table') {
    if (typeof v !== 'object') return no(`单位为 table，value 应为一组字段或列表，实为 ${JSON.stringify(v)}`);
    if (!isTableKey(p.key)) return { faults: [source.fault([...path, 'key'], `没有名为 ${p.key} 的表；可用：${Object.keys(TABLES).join('、')}`)] };
    const schema = TABLES[p.key];
    const r = schema.safeParse(v);
    if (!r.success) return { faults: r.error.issues.map((i) => source.fault([...at, ...issuePath(i)], issueMessage(i, v, schema))) };
    return { parameter: { ...p, value: r.data }, faults: [] };
  }
  const tableKey = p.unit !== 'table' && isTableKey(p.key);
  if (tableKey) return { faults: [source.fault([...path, 'unit'], `${p.key} 的单位应为 table`)] };
  if (p.floor !== undefined && typeof v !== 'number') return { faults: [source.fault([...path, 'floor'], '只有数值参数才能作为底线（floor）')] };
  return { parameter: p, faults: [] };
}
