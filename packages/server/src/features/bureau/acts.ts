import { sql } from 'kysely';
import type { bureauDuty } from '@doudi/core/api/bureau';
import type { Output } from '@doudi/core/api/contract';
import { OVERSIGHT_METHODS, OVERSIGHT_STAGES } from '@doudi/core/oversight/payloads';
import { compareSurveys } from '@doudi/core/oversight/survey';
import type { OversightState } from '@doudi/core/oversight/topic';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';

/** Acts shown under a clause. */
const LIMIT = 200;

interface Row {
  readonly id: string;
  readonly number: string;
  readonly unit: string | null;
  readonly unit_name: string | null;
  readonly state: OversightState;
}

type Acts = Pick<Output<typeof bureauDuty>, 'acts' | 'more'>;

/** Every act recorded under a clause, latest first, those that assigned it among them; each survey against the one before of the same unit. */
export async function findActsUnder(tx: Tx, law: Law, duty: string): Promise<Acts> {
  const { rows } = await sql<Row>`select m.id, m.number, u.key as unit, u.name as unit_name, m.state from matter m left join unit u on u.county_id = m.county_id and u.id = m.unit_id
    where m.county_id = ${law.county} and m.topic = 'oversight' and m.status = 'recorded' and m.state -> 'duties' ? ${duty} order by m.closed_on desc, m.number desc limit ${LIMIT + 1}`.execute(tx);
  const surveys = new Map(compareSurveys(rows.flatMap(({ id, unit, state: s }) => (s.survey ? [{ id, unit, on: s.on, ...s.survey }] : []))).map((s) => [s.id, s]));
  return {
    more: rows.length > LIMIT,
    acts: rows.slice(0, LIMIT).map(({ id, number, unit, unit_name, state: s }) => {
      const survey = surveys.get(id);
      return {
        id, number, unit, unitName: unit_name, on: s.on, kind: s.kind, stageText: OVERSIGHT_STAGES[s.stage], methodText: OVERSIGHT_METHODS[s.method], people: [...s.people], with: [...s.with], text: s.text, files: s.files.length,
        assignee: s.assignee ?? null, document: s.document ?? null, award: s.award ?? null, figures: [...(s.figures ?? [])],
        survey: survey ? { asked: survey.asked, satisfied: survey.satisfied, aware: survey.aware, satisfiedRate: survey.satisfiedRate, awareRate: survey.awareRate, satisfiedMore: survey.satisfiedMore, awareMore: survey.awareMore } : null,
      };
    }),
  };
}
