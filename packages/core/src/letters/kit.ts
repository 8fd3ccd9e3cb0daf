import { formatDateShortZh } from '../calendar/calendar.ts';
import { addUnit, scopeOf } from '../case/procedure.ts';
import type { OrgUnit, Source } from '../policy/model.ts';
import type { Resolved } from '../policy/resolve.ts';
import { citation, refuse, type Refusal } from '../refusal/refusal.ts';
import { fillText, LETTER_TEXTS, WORDS, type LetterTextKey } from './defaults.ts';
import type { LetterBasis, LetterInput, LetterModel, LetterPerson, LetterSigner } from './model.ts';

/** What one kind of letter adds to the frame that all share. */
export interface LetterBody {
  readonly title: string;
  readonly addressee?: string | undefined;
  readonly paragraphs?: readonly string[];
  readonly facts?: readonly string[];
  readonly basis?: readonly LetterBasis[];
  readonly conclusion?: readonly string[];
  readonly amount?: LetterModel['amount'];
  readonly fromMonth?: string | undefined;
  readonly tables?: LetterModel['tables'];
  readonly working?: LetterModel['working'];
  readonly duty?: string | undefined;
  readonly remedies?: LetterModel['remedies'];
  readonly closing?: readonly string[];
  readonly signers?: readonly LetterSigner[];
  readonly deliverySlip?: boolean;
  readonly serveBy?: string | undefined;
  readonly words?: Partial<LetterModel['words']>;
  /** The county issues it in its own name; otherwise the unit does. */
  readonly byCounty?: boolean;
  /** Signed by people only: no organ, no seal. */
  readonly unsealed?: boolean;
}

/** Suffix of the authority's full name by kind of unit, where its own name does not carry it. */
const AUTHORITY: Partial<Record<OrgUnit['kind'], string>> = { street: '办事处', township: '人民政府' };

/** The name an authority signs with: the area its government governs, its own name, and what it is (办事处, 人民政府). */
export function authorityName(unit: LetterInput['units']['unit'], government: string): string {
  const county = government.replace(/人民政府$/, '');
  const suffix = AUTHORITY[unit.kind] ?? '';
  const named = unit.name.endsWith(suffix) ? unit.name : `${unit.name}${suffix}`;
  return named.startsWith(county) ? named : `${county}${named}`;
}

/** What composing a letter works with: the input, its wording, and what was found missing on the way. */
export class Kit {
  readonly input: LetterInput;
  readonly provisional: string[] = [];
  /** People and staff whose names were asked for and not supplied. */
  readonly unnamed = new Set<string>();
  readonly unit: string;
  readonly entrustment: { readonly bureau: string; readonly number: string } | undefined;
  readonly #common: Readonly<Record<string, string>>;

  constructor(input: LetterInput) {
    const { state, context, units, date } = input;
    this.input = input;
    this.unit = authorityName(units.unit, units.county.government);
    const id = state.decision ? state.decision.entrustment : state.route.entrustment;
    const standing = id === undefined ? undefined : context.policy.county.entrustments.find((e) => e.id === id);
    this.entrustment = standing && { bureau: standing.entrusting, number: standing.number };
    const telephones = [units.county.telephone, ...(units.unit.telephone === undefined ? [] : [units.unit.telephone])];
    this.#common = {
      applicant: this.name(state.facts.applicant), programme: context.programme.name, caseNumber: state.number, applicationDate: formatDateShortZh(state.applicationDate), date: formatDateShortZh(date),
      issuer: this.unit, unit: this.unit, bureau: this.entrustment?.bureau ?? units.county.bureau, county: units.county.fullName, government: units.county.government,
      reconsideration: units.county.reconsideration, court: units.county.court, telephone: units.unit.telephone ?? units.county.telephone, telephones: telephones.join('、'),
      entrustment: this.entrustment?.number ?? '',
    };
  }

  get scope(): ReturnType<typeof scopeOf> {
    return scopeOf(this.input.state);
  }

  /** The text of a key with its placeholders filled: the programme's own wording, else the policy's, else the neutral one. */
  text(key: LetterTextKey, values: Readonly<Record<string, string>> = {}): string {
    const { policy, programme } = this.input.context;
    const raw = policy.text(`${key}.${programme.id}`, this.input.date) ?? policy.text(key, this.input.date) ?? LETTER_TEXTS[key];
    return fillText(raw, { ...this.#common, ...values });
  }

  /** A text as paragraphs, one per line. */
  paragraphs(key: LetterTextKey, values: Readonly<Record<string, string>> = {}): string[] {
    return this.text(key, values).split('\n').map((p) => p.trim()).filter((p) => p !== '');
  }

  person(id: string): LetterPerson {
    const p = this.input.names.get(id);
    if (!p) this.unnamed.add(id);
    return p ?? { name: '', idNumberMasked: '' };
  }

  name(id: string): string {
    return this.person(id).name;
  }

  staffName(user: string): string {
    const n = this.input.staff.get(user);
    if (n === undefined) this.unnamed.add(user);
    return n ?? '';
  }

  /** Replaces `{person:ID}` in texts of the working and of reports. */
  spoken(text: string): string {
    return text.replaceAll(/ ?\{person:([^}]+)\} ?/g, (_, id: string) => this.name(id));
  }

  basis(source: Source): LetterBasis {
    const cited = citation(this.input.context.policy, source);
    const mark = source.assumption === undefined ? '' : `（${WORDS.assumption}：${source.assumption}）`;
    return { citation: cited, assumption: source.assumption, text: `${cited ?? ''}${mark}` };
  }

  /** One entry per instrument with its clauses together, then what is assumed; the same thing is never said twice. */
  bases(sources: readonly (Source | undefined)[]): LetterBasis[] {
    const clauses = new Map<string, Set<string>>();
    const assumed = new Map<string, LetterBasis>();
    for (const s of sources) {
      if (!s) continue;
      if (s.instrument !== undefined) {
        const of = clauses.get(s.instrument) ?? new Set<string>();
        // A lone 第二款 belongs to the article before it and stays with it.
        if (s.clause !== undefined && s.clause !== '') for (const part of s.clause.split(/、(?!第[^条]*[款项])/)) of.add(part);
        clauses.set(s.instrument, of);
      }
      if (s.assumption !== undefined) assumed.set(s.assumption, { assumption: s.assumption, text: `${WORDS.assumption}：${s.assumption}` });
    }
    const cited = [...clauses].map(([instrument, of]): LetterBasis => {
      const text = citation(this.input.context.policy, { instrument, clause: [...of].join('、'), req: [] }) ?? '';
      return { citation: text, text };
    });
    return [...cited, ...assumed.values()];
  }

  /** A date reached by counting, printed with 暂定 when the count ran into a year without published holidays. */
  due(from: string, p: Resolved<number>): string {
    const d = addUnit(this.input.context, from, p);
    return this.marked(d.date, d.provisional);
  }

  marked(date: string, provisional: boolean): string {
    const shown = formatDateShortZh(date);
    if (!provisional) return shown;
    this.provisional.push(this.text('letter.provisional'));
    return `${shown}（${WORDS.provisional}）`;
  }

  find(key: string): Resolved<number> | undefined {
    return this.input.context.policy.find<number>(key, this.scope);
  }
}

export const dayUnit = (p: Resolved<number>): string => (p.unit === 'wd' ? '个工作日' : '天');

/** `2021-12` → `2021年12月`. */
export const monthText = (month: string): string => `${Number(month.slice(0, 4))}年${Number(month.slice(5, 7))}月`;

export const notYet = (kind: string, missing: readonly string[]): Refusal => refuse('step.order', `还不能出具${kind}`, { missing });

export const noRule = (key: string): Refusal => refuse('policy.absent', `没有规定 ${key}，不能出具文书`, { missing: [key] });
