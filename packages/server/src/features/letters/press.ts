import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { LETTER_TITLES, type LetterKind, type LetterModel } from '@doudi/core/letters/model';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { scopeOfWho, type Who } from '../../platform/http/endpoint.ts';
import { MissingGlyphError } from '../../platform/typeset/errors.ts';
import { loadFonts } from '../../platform/typeset/fonts.ts';
import { Typesetter } from '../../platform/typeset/typesetter.ts';
import type { Services } from '../../services.ts';
import { logAccess, type Reader } from '../audit/access.ts';
import { findCase } from '../cases/context.ts';
import { FileStore } from '../files/store.ts';
import { loadLaw } from '../law/law.ts';
import { composeFor, findLetter, NO_LETTER, type LetterRow } from './compose.ts';
import { findTemplate, findTemplateOf, updatePreviewed } from './templates.ts';
import { typesetLetter } from './typeset.ts';
import { fillTemplate } from './word/render.ts';
import { startingTemplate } from './word/starting.ts';

export interface Printed {
  readonly letter: LetterRow;
  readonly pdf: Buffer;
}

/** The folder of the layouts; nothing outside it is read while typesetting. */
export const LAYOUTS = path.join(path.dirname(fileURLToPath(import.meta.url)), 'templates');

/**
 * Makes letters: composes them from the log, lays them out in the county's template or the standard one, typesets them
 * and keeps the finished PDF. A letter that was made is never made again: it is what was issued.
 */
export class LetterPress {
  readonly #services: Services;
  readonly #store: FileStore;
  readonly #typesetter: Typesetter;

  constructor(services: Services) {
    this.#services = services;
    this.#store = new FileStore(services.installation.config.dataFolder, services.installation.keys);
    this.#typesetter = new Typesetter({ templates: LAYOUTS, fonts: loadFonts() });
  }

  async close(): Promise<void> {
    await this.#typesetter.close();
  }

  async #typeset(model: LetterModel, template: Buffer | undefined): Promise<Buffer | Refusal> {
    try {
      return Buffer.from((await typesetLetter(this.#typesetter, model, template && fillTemplate(template, model).document)).pdf);
    } catch (e) {
      if (e instanceof MissingGlyphError) return refuse('input.invalid', `文书中有字库没有的字：${e.message}`, { allowed: ['在字体文件夹加入含该字的字体'] });
      throw e;
    }
  }

  /** One letter as PDF/A: as it was issued, or issued now. Each look is on record. */
  async pdf(who: Reader & Pick<Who, 'area'>, id: string, purpose: string): Promise<Printed | Refusal> {
    const { db } = this.#services.installation;
    const scope = scopeOfWho(who);
    const found = await db.transaction(scope, async (tx) => {
      const letter = await findLetter(tx, { id });
      if (!letter) return NO_LETTER;
      const law = await loadLaw(tx, this.#services, who.county);
      await logAccess(tx, who, law.now, 'download', `letter:${letter.id}`, purpose);
      if (letter.sha256) return { letter, model: undefined, template: undefined };
      const model = await composeFor(tx, this.#services, law, letter);
      return isRefusal(model) ? model : { letter, model, template: (await findTemplateOf(tx, letter))?.sha256 };
    });
    if (isRefusal(found)) return found;
    const { letter, model, template } = found;
    if (!model) return { letter, pdf: await this.#store.get(letter.sha256 as Buffer) };
    const pdf = await this.#typeset(model, template && (await this.#store.get(template)));
    if (isRefusal(pdf)) return pdf;
    const hash = await this.#store.put(pdf);
    await db.transaction(scope, async (tx) => {
      await sql`with f as (insert into stored_file (county_id, id, unit_id, case_id, sha256, media_type, bytes, name, uploaded_by, at)
          select ${who.county}, ${randomUUID()}, ${letter.unit_id}, null, ${hash}, 'application/pdf', ${pdf.length}, ${`${LETTER_TITLES[letter.kind]}.pdf`}, 'system', now() where exists (select 1 from case_letter where county_id = ${who.county} and id = ${letter.id} and file_id is null) returning id)
        update case_letter set file_id = f.id from f where county_id = ${who.county} and case_letter.id = ${letter.id} and file_id is null`.execute(tx);
    });
    return { letter, pdf };
  }

  /** A form to be taken along before the act it records: printed from the case as it stands, without number, not kept. */
  async form(who: Who, caseId: string, kind: LetterKind): Promise<Buffer | Refusal> {
    const model = await this.#services.installation.db.transaction(scopeOfWho(who), async (tx) => {
      const row = await findCase(tx, caseId);
      if (!row) return NO_LETTER;
      const law = await loadLaw(tx, this.#services, who.county);
      await logAccess(tx, who, law.now, 'download', `form:${kind}:${caseId}`, '预印表单');
      return await composeFor(tx, this.#services, law, { case_id: caseId, kind, number: row.number, on_date: law.today, seq: row.seq, code: '预印' });
    });
    return isRefusal(model) ? model : await this.#typeset(model, undefined);
  }

  /** The letter as a Word file: the county's layout of its day filled in, or the standard one. */
  async docx(who: Who, id: string): Promise<{ readonly letter: LetterRow; readonly docx: Buffer } | Refusal> {
    const found = await this.#services.installation.db.transaction(scopeOfWho(who), async (tx) => {
      const letter = await findLetter(tx, { id });
      if (!letter) return NO_LETTER;
      const law = await loadLaw(tx, this.#services, who.county);
      await logAccess(tx, who, law.now, 'download', `letter:${letter.id}`, '下载 Word 文书');
      const model = await composeFor(tx, this.#services, law, letter);
      return isRefusal(model) ? model : { letter, model, template: (await findTemplateOf(tx, letter))?.sha256 };
    });
    if (isRefusal(found)) return found;
    const template = found.template ? await this.#store.get(found.template) : startingTemplate(found.letter.kind);
    return { letter: found.letter, docx: fillTemplate(template, found.model).docx };
  }

  /** A template filled with a real letter, as PDF or as Word file: nothing is issued. Who looked is noted, because only what was looked at can be put in force. */
  async preview(who: Who, templateId: string, letterId: string, as: 'pdf' | 'docx'): Promise<Buffer | Refusal> {
    const found = await this.#services.installation.db.transaction(scopeOfWho(who), async (tx) => {
      const [template, letter] = [await findTemplate(tx, templateId), await findLetter(tx, { id: letterId })];
      if (!template) return NO_TEMPLATE;
      if (!letter) return NO_LETTER;
      if (letter.kind !== template.kind) return refuse('input.invalid', `这份文书是${LETTER_TITLES[letter.kind]}，模板是${LETTER_TITLES[template.kind]}的`);
      const law = await loadLaw(tx, this.#services, who.county);
      await logAccess(tx, who, law.now, 'download', `letter:${letter.id}`, '预览文书模板');
      const model = await composeFor(tx, this.#services, law, letter);
      if (isRefusal(model)) return model;
      await updatePreviewed(tx, template.id, who.account, law.now);
      return { model, sha256: template.sha256 };
    });
    if (isRefusal(found)) return found;
    const template = await this.#store.get(found.sha256);
    return as === 'docx' ? fillTemplate(template, found.model).docx : await this.#typeset(found.model, template);
  }

  /** A paper that belongs to no case, by a layout of its own. */
  async sheet(layout: string, data: unknown): Promise<Buffer> {
    return Buffer.from((await this.#typesetter.render(layout, data)).pdf);
  }

  /** Keeps a checked template. */
  async keep(bytes: Buffer): Promise<Buffer> {
    return await this.#store.put(bytes);
  }

  async read(hash: Buffer): Promise<Buffer> {
    return await this.#store.get(hash);
  }
}

export const NO_TEMPLATE: Refusal = refuse('notfound', '没有这个文书模板');
