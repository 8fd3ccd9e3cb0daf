import type { Problem } from '@doudi/core/api/contract';
import { REFUSALS, type Refusal } from '@doudi/core/refusal/refusal';

/** A refusal as problem+json: the one place where codes become HTTP. */
export function problemOf(r: Refusal, instance?: string): Problem {
  const { status, title } = REFUSALS[r.code];
  return {
    type: `/api/problems/${r.code}`, title, status, code: r.code, rule: r.rule,
    ...(r.clause ? { clause: r.clause } : {}), ...(r.assumption ? { assumption: r.assumption } : {}), ...(r.missing ? { missing: [...r.missing] } : {}),
    ...(r.allowed ? { allowed: [...r.allowed] } : {}), ...(r.fields ? { fields: [...r.fields] } : {}), ...(instance ? { instance } : {}),
  };
}

/** Database faults that are the caller's doing, by constraint or code. Anything else is ours: 500. */
export function refusalOfDatabaseError(e: unknown): Refusal | undefined {
  const { code, constraint } = (e ?? {}) as { code?: string; constraint?: string };
  if (code === '23505') return { refused: true, code: constraint === 'case_action_case_seq_unique' ? 'conflict.version' : 'conflict.duplicate', rule: constraint === 'case_action_case_seq_unique' ? '案件刚刚被他人更新' : '相同的记录已经存在' };
  if (code === '40001' || code === '40P01' || code === '55P03') return { refused: true, code: 'busy', rule: '同一记录正在被他人办理，请稍后再试' };
  // Stopped by statement_timeout or transaction_timeout.
  if (code === '57014' || code === '25P04') return { refused: true, code: 'busy', rule: '这一步超过了一次请求可用的时间，已经停下，什么也没有写入', allowed: ['缩小范围（单位、项目、时间）后再试', '稍后再试'] };
  if (code === '22P02' || code === '22007' || code === '22008' || code === '22021' || code === '22P05') return { refused: true, code: 'input.invalid', rule: '内容含有不能保存的字符或格式' };
  // All connections are taken and none came free in time.
  if (e instanceof Error && e.message.startsWith('timeout exceeded when trying to connect')) return { refused: true, code: 'busy', rule: '系统繁忙，请稍后再试' };
  return undefined;
}
