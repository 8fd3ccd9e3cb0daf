import { sql } from 'kysely';
import type { Actor } from '@doudi/core/case/actions';
import type { SubmissionKind } from '@doudi/core/case/submissions/payloads';
import { isRefusal, type Refusal } from '@doudi/core/refusal/refusal';
import type { Services } from '../../services.ts';
import { contactContext, type Contact } from './contact.ts';
import { runCommand } from '../cases/pipeline.ts';
import { keepFile } from '../files/keep.ts';
import type { FileStore } from '../files/store.ts';
import type { Media } from '../files/inspect.ts';

export interface Sending {
  readonly county: number;
  readonly caseId: string;
  readonly areaId: number;
  readonly sender: 'applicant' | 'public';
  readonly kind: SubmissionKind;
  readonly text: string;
  readonly named: boolean;
  readonly materials?: readonly string[];
  readonly files?: readonly { readonly bytes: Buffer; readonly name: string; readonly media: Media }[];
  readonly contact?: Contact;
}

class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** Outside the database nothing may name them; in the log they are what they are. */
const actorOf = (sender: Sending['sender']): Actor => ({ user: sender, post: sender, unit: '' });

/** Brings what was sent in into the case's log, with its files and sender, in one transaction; refused, nothing is written. */
export async function send(services: Services, store: FileStore, x: Sending): Promise<Refusal | undefined> {
  try {
    await services.installation.db.transaction({ county: x.county, area: [x.areaId], user: x.sender }, async (tx) => {
      const files: string[] = [];
      for (const f of x.files ?? []) {
        const kept = await keepFile(tx, services, store, x.county, x.sender, x.caseId, { ...f, place: {} });
        if (isRefusal(kept)) throw new Refused(kept);
        files.push(kept.id);
      }
      const done = await runCommand(tx, services, x.county, actorOf(x.sender), x.caseId, { name: 'submit', payload: { kind: x.kind, text: x.text, files, materials: [...(x.materials ?? [])], named: x.named } });
      if (isRefusal(done)) throw new Refused(done);
      const a = done.decision.actions.find((y) => y.kind === 'submitted');
      if (a?.kind !== 'submitted') throw new Error('submit gave no action');
      const contact = x.contact && (x.contact.name || x.contact.phone) ? services.cipher.encrypt(JSON.stringify(x.contact), contactContext(x.county)) : null;
      await sql`insert into submission (county_id, id, case_id, area_id, kind, sender, contact_enc, at) values (${x.county}, ${a.body.submission}, ${x.caseId}, ${x.areaId}, ${x.kind}, ${x.sender}, ${contact}, ${a.at})`.execute(tx);
    });
    return undefined;
  } catch (e) {
    if (e instanceof Refused) return e.refusal;
    throw e;
  }
}
