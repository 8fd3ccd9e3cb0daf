import pg from 'pg';
import type { Payload } from '@doudi/core/case/commands';
import type { MeetingBody, Post } from '@doudi/core/policy/model';
import { isOffice } from '@doudi/core/policy/offices';
import { Policy } from '@doudi/core/policy/resolve';
import type { County, Services } from '../../services.ts';
import { sealMember } from '../meetings/members.ts';
import { accountsOf, rootUnit, stableId, trainingUnits } from './accounts.ts';

/** A seat in a training body: an account where staff sit in it, else a made-up name. */
export interface Seat {
  readonly id: string;
  readonly kind: string;
  readonly account?: string | undefined;
  readonly name?: string | undefined;
}

/** So many sit in a body of the training installation. */
const SEATS = 5;
const NAMES = ['康宁', '安平', '和顺', '乐民', '嘉善', '明礼', '守信', '致远'];
/** Kinds of member that are held by staff of the unit, by the words policies use for them. */
const STAFF: Readonly<Record<string, readonly Post[]>> = { leader: ['leader'], head: ['leader'], deputy: ['reviewHead'], management: ['reviewer', 'reviewHead'], committee: ['village'] };

/** Kinds of member seat by seat: every kind that must be there, then further ones in turn until the body is full. */
export function kindsOf(body: MeetingBody): string[] {
  const seats = body.members.flatMap((k) => Array.from({ length: Math.max(1, k.min) }, () => k.id));
  const more = body.members.filter((k) => k.max === undefined);
  for (let i = 0; seats.length < SEATS && more.length > 0; i++) seats.push(more[more.length - 1 - (i % more.length)]?.id ?? '');
  return seats;
}

/** Who sits in a unit's body in training: the same each time. */
export function seatsOf(county: County, unit: string, body: MeetingBody): Seat[] {
  const index = trainingUnits(county).findIndex((u) => u.id === unit);
  const root = rootUnit(county).id;
  const staff = index < 0 ? [] : accountsOf(county).filter((a) => a.login.startsWith(index === 0 ? `${root}-` : `${root}-b-`) && (index > 0 || !a.login.startsWith(`${root}-b-`)));
  const taken = new Set<string>();
  return kindsOf(body).map((kind, n) => {
    const account = staff.find((a) => !taken.has(a.id) && (STAFF[kind] ?? []).includes(a.posts[0]?.post as Post));
    if (account) taken.add(account.id);
    return { id: stableId('member', county.key, unit, body.id, String(n)), kind, ...(account ? { account: account.id } : { name: `${'赵钱孙李周吴郑王'[n % 8] ?? ''}${NAMES[(n + body.id.length) % NAMES.length] ?? ''}` }) };
  });
}

/** Fills the registers of members of every unit's bodies, as the administrator; existing ones are left alone. */
export async function seedMembers(services: Services): Promise<void> {
  const client = new pg.Client({ connectionString: services.installation.adminUrl });
  await client.connect();
  try {
    for (const county of services.counties.values()) {
      const bodies = new Policy(services.nation, county.layer).standingBodies(county.layer.jurisdiction?.trainingDate ?? '');
      const rows = county.layer.units.filter(isOffice).flatMap((u) => bodies.flatMap((b) => seatsOf(county, u.id, b).map((m) => ({
        id: m.id, unit: u.id, body: b.id, kind: m.kind, account: m.account ?? null, name: m.name === undefined ? null : sealMember(services, county.id, m.name).toString('hex'), from: b.from,
      }))));
      await client.query(
        `insert into meeting_member (county_id, id, unit_id, body, kind, account_id, name_enc, from_date, added_by, added_at)
          select $1, r.id, u.id, r.body, r.kind, r.account, decode(r.name, 'hex'), r."from", $3, now() from jsonb_to_recordset($2::jsonb) as r(id uuid, unit text, body text, kind text, account uuid, name text, "from" date) join unit u on u.county_id = $1 and u.key = r.unit on conflict do nothing`,
        [county.id, JSON.stringify(rows), stableId('account', county.key, 'training')],
      );
    }
  } finally {
    await client.end();
  }
}

/** Seats of nobody in particular, where no unit is at hand. */
export const anySeats = (body: MeetingBody): Seat[] => kindsOf(body).map((kind, n) => ({ id: `00000000-0000-4000-8000-00000000${String(7000 + n)}`, kind }));

/** A meeting as a diligent office holds it: everyone there, everything gone through, nearly all in favour. */
export function diligentMeeting(body: MeetingBody, at: { readonly on: string; readonly place: string; readonly photo: string; readonly seats: readonly Seat[] }): Payload<'holdMeeting'> {
  const counts = body.composition === 'counted' ? body.members.map((k) => ({ kind: k.id, expected: k.representative ? 9 : 1, present: k.representative ? 9 : 1, recused: 0 })) : [];
  const voters = body.composition === 'counted' ? counts.filter((k) => body.members.find((m) => m.id === k.kind)?.votes).reduce((n, k) => n + k.present, 0) : at.seats.length;
  return {
    body: body.id, on: at.on, place: at.place, chair: '许主持', recorder: '何记录', members: body.composition === 'named' ? at.seats.map((m) => ({ member: m.id, kind: m.kind, state: 'present' as const, reason: '' })) : [], counts,
    votesFor: voters - 1, votesAgainst: 0, abstained: 1, stages: body.stages.map((x) => x.id), ...(body.inquiry ? { inquiry: { means: body.inquiry.means.map((m) => m.id), with: body.inquiry.with } } : {}),
    report: body.report ? '经审查审核材料和办理过程，材料齐全、程序合规，同意给予救助。' : '', minutes: body.composition === 'counted' ? '宣讲政策、介绍情况、现场评议、形成结论、签字确认。' : '听取经办人员汇报，集体研究，同意审核意见。', photos: [at.photo], signatures: [at.photo],
  };
}
