import type { ActOf, CommandOf, Happening, MatterActor, MatterContext, MatterHead, MatterTopic } from '../matter/model.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';
import { OVERSIGHT_KINDS, OVERSIGHT_METHODS, OVERSIGHT_STAGES, type OversightPayloads } from './payloads.ts';

export interface OversightBodies {
  oversightRecorded: OversightPayloads['record'];
  oversightAmended: OversightPayloads['amend'];
  oversightWithdrawn: OversightPayloads['withdraw'];
  oversightAttached: OversightPayloads['attach'];
}

type Recorded = OversightPayloads['record'];

export interface OversightState extends Recorded {
  readonly id: string;
  readonly files: readonly string[];
  /** Why the words were put right, oldest first. */
  readonly amended: readonly { readonly at: string; readonly reason: string }[];
  readonly withdrawn?: { readonly at: string; readonly reason: string } | undefined;
}

export interface OversightContext extends MatterContext {
  /** For `record`: whether the unit stands on that day and handles cases. */
  readonly known?: boolean | undefined;
}

function decide(s: OversightState | undefined, command: CommandOf<OversightPayloads>, c: OversightContext, _actor: MatterActor): readonly Happening<OversightBodies>[] | Refusal {
  if (command.name === 'record') {
    const p = command.payload;
    if (s) return refuse('step.done', '已经登记');
    if (!c.known) return refuse('notfound', '没有这个办理单位，或者那一天它还没有设立、已经撤销');
    if (p.on > c.today) return refuse('date.order', '督导的日期还没有到', { allowed: ['督导以后再登记'] });
    return [{ kind: 'oversightRecorded', body: p }];
  }
  if (!s) throw new RangeError('an act of oversight begins with its record');
  if (s.withdrawn) return refuse('case.closed', '这条督导记录已撤回', { allowed: ['重新登记一条'] });
  switch (command.name) {
    case 'amend':
      return command.payload.text === s.text ? refuse('input.invalid', '内容没有变化') : [{ kind: 'oversightAmended', body: command.payload }];
    case 'withdraw':
      return [{ kind: 'oversightWithdrawn', body: command.payload }];
    case 'attach':
      return command.payload.files.every((f) => s.files.includes(f)) ? refuse('conflict.duplicate', '这些材料已在记录中') : [{ kind: 'oversightAttached', body: command.payload }];
  }
}

function evolve(s: OversightState | undefined, act: ActOf<OversightBodies>, id: string): OversightState {
  if (act.kind === 'oversightRecorded') return { ...act.body, id, files: [], amended: [] };
  if (!s) throw new RangeError('an act of oversight begins with its record');
  switch (act.kind) {
    case 'oversightAmended':
      return { ...s, text: act.body.text, amended: [...s.amended, { at: act.at, reason: act.body.reason }] };
    case 'oversightWithdrawn':
      return { ...s, withdrawn: { at: act.at, reason: act.body.reason } };
    case 'oversightAttached':
      return { ...s, files: [...new Set([...s.files, ...act.body.files])] };
  }
}

const head = (s: OversightState): MatterHead => ({
  title: `${OVERSIGHT_STAGES[s.stage]}${OVERSIGHT_KINDS[s.kind]}（${OVERSIGHT_METHODS[s.method]}）`, unit: s.unit, shown: true, waits: null, closedOn: s.on,
  ...(s.withdrawn ? { status: 'withdrawn', statusText: '已撤回' } : { status: 'recorded', statusText: '已登记' }),
});

/** 督导: what the county did with a unit, kept word by word; it waits for nobody [HQ-25, LH-13, LH-23, LH-87, GX-18, GX-20, GX-107, XX-54, XX-154, XX-196]. */
export const oversightTopic: MatterTopic<OversightState, OversightBodies, OversightPayloads, OversightContext> = {
  id: 'oversight',
  labels: { oversightRecorded: '登记督导', oversightAmended: '更正督导内容', oversightWithdrawn: '撤回督导记录', oversightAttached: '补充督导材料' },
  decide, evolve, head,
};
