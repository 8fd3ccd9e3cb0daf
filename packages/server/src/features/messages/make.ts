import { sql, type RawBuilder } from 'kysely';
import type { Policy } from '@doudi/core/policy/resolve';
import { countyOf, type Services } from '../../services.ts';

/** Words of a message about a payment, as far as they are the same for every line of a roll. */
export interface MessageText {
  /** With {sum}, {date}, {unit} and {telephone} still open. */
  readonly template: string;
  /** Name and telephone of the office of each unit, by key. */
  readonly offices: Readonly<Record<string, { readonly name: string; readonly telephone: string }>>;
}

/** What a county writes to people about a payment; undefined when it sends no messages (parameter `message.payment`). */
export function paymentText(services: Services, policy: Policy, county: number, roll: { programme: string; month: string; item: string }, today: string): MessageText | undefined {
  if (policy.find<boolean>('message.payment', { on: today, programme: roll.programme })?.value !== true) return undefined;
  const template = policy.text('message.payment', today);
  const { layer } = countyOf(services, county);
  if (template === undefined || !layer.jurisdiction) return undefined;
  const { bureau, telephone } = layer.jurisdiction;
  return {
    template: template.replaceAll('{bureau}', bureau).replaceAll('{item}', roll.item).replaceAll('{month}', `${roll.month.slice(0, 4)}年${Number(roll.month.slice(5, 7))}月`),
    offices: Object.fromEntries(layer.units.map((u) => [u.id, { name: u.name, telephone: u.telephone ?? telephone }])),
  };
}

/**
 * Writes one message for each payment of a set (SQL: area_id, unit_id, case_id, person_id, line_id, fen, paid_on), as part of the
 * statement that books it. A line has one message per batch, however often its answer is read.
 */
export function messageOfPayment(county: number, batch: string, now: string, m: MessageText, paid: RawBuilder<unknown>): RawBuilder<unknown> {
  const office = sql`(select ${JSON.stringify(m.offices)}::jsonb -> u.key from unit u where u.county_id = ${county} and u.id = p.unit_id)`;
  return sql`insert into message (county_id, area_id, case_id, person_id, line_id, batch_id, fen, text, state, made_at)
    select ${county}::int, p.area_id, p.case_id, p.person_id, p.line_id, ${batch}::uuid, p.fen,
      replace(replace(replace(replace(${m.template}::text, '{sum}', trim(to_char(p.fen / 100.0, 'FM999,999,999,990.00'))), '{date}', to_char(coalesce(p.paid_on, (${now}::timestamptz at time zone 'Asia/Shanghai')::date), 'FMMM"月"FMDD"日"')),
        '{unit}', coalesce(o.office ->> 'name', '')), '{telephone}', coalesce(o.office ->> 'telephone', '')), 'waiting', ${now}
    from (${paid}) p cross join lateral (select ${office} as office) o on conflict on constraint message_once do nothing`;
}
