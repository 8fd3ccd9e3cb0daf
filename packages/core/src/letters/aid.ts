import { formatDateShortZh } from '../calendar/calendar.ts';
import { AID_FORM_WORDS, AID_FUND_WORDS } from '../case/aid/payloads.ts';
import { ruleFor, procedureOf } from '../case/procedure.ts';
import type { AidState } from '../case/aid/state.ts';
import { formatYuan } from '../money/fen.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';
import { capitalAmount } from './amount.ts';
import { grid, list } from './forms.ts';
import { notYet, type Kit, type LetterBody } from './kit.ts';

const clockText = (at: string): string => `${formatDateShortZh(at.slice(0, 10))}${at.slice(11)}`;

const givenBy = (k: Kit, number: string): AidState['given'][number] | undefined => k.input.state.aid?.given.find((g) => g.number === number);

/** Receipt for money or goods handed over: what, why, out of which fund, by which two, taken by whom [HQ-142, HQ-175, HQ-176]. */
export function aidReceipt(k: Kit): LetterBody | Refusal {
  const { state: s, context: c, act, number } = k.input;
  const title = k.text('letter.title.aidReceipt');
  const g = givenBy(k, act?.kind === 'aidGiven' ? act.body.number : number) ?? s.aid?.given.at(-1);
  if (!g) return notYet(title, ['给付现金或实物的登记']);
  const witness = g.noSignature;
  return {
    title, paragraphs: k.paragraphs('letter.aidReceipt', { form: AID_FORM_WORDS[g.form], amount: formatYuan(g.fen), capital: capitalAmount(g.fen) }),
    tables: [
      grid([
        ['案号', s.number], ['申请人', k.name(s.facts.applicant)], ['申请项目', c.programme.name], ['给付阶段', g.phase === 'relief' ? '先行救助' : '决定后给付'], ['给付形式', AID_FORM_WORDS[g.form]], ['资金来源', AID_FUND_WORDS[g.fund]],
        ['金额（折价）', formatYuan(g.fen)], ['给付时间', clockText(g.at)], ['给付地点', g.place], ['领取人', k.name(g.recipient)],
      ]),
      list([['救助事由', g.reason], ['实物品名数量', g.goods], ['领取人未签字的原因', witness ? `${witness.reason}（见证人 ${witness.witness}）` : '']], '给付情况'),
    ],
    basis: k.bases([ruleFor(procedureOf(s, c), 'relieve')?.source, c.policy.find('aid.first.limit', k.scope)?.source, c.policy.find('aid.handlers.min', k.scope)?.source]),
    signers: [...g.handlers.map((h, i) => ({ label: `经办人${i + 1}`, names: [k.staffName(h)] })), witness ? { label: '见证人' } : { label: '领取人' }],
  };
}

/** Letter that gives a matter to a department which temporary assistance cannot solve, with a slip for its answer. */
export function aidReferral(k: Kit): LetterBody | Refusal {
  const { state: s, context: c, act, number } = k.input;
  const title = k.text('letter.title.aidReferral');
  const e = act?.kind === 'referred' ? s.aid?.errands.find((x) => x.id === act.body.id) : undefined;
  if (!e) return notYet(title, ['转介的登记']);
  if (number === '') return refuse('input.invalid', '转介函须有文号', { missing: ['文号'] });
  return {
    title, addressee: e.organ, paragraphs: k.paragraphs('letter.aidReferral', { matter: e.matter, members: String(s.facts.members.length) }),
    conclusion: [k.spoken(e.text), ...k.paragraphs('letter.aidReferral.answer', { due: formatDateShortZh(e.due) })],
    tables: [
      grid([['案号', s.number], ['申请人', k.name(s.facts.applicant)], ['申请项目', c.programme.name], ['住址', s.facts.address], ['转介事项', e.matter], ['答复期限', formatDateShortZh(e.due)]]),
      list([['接收（退回）意见', ''], ['办理结果', ''], ['承办人、电话', '']], '回执'),
    ],
    basis: k.bases([c.policy.find('aid.referral-bodies', k.scope)?.source]), closing: k.paragraphs('letter.contact'), words: { conclusion: '转介事项' },
  };
}
