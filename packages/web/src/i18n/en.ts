import type { zh } from './zh.ts';
import { en as afterwards } from './parts/afterwards.ts';
import { en as aid } from './parts/aid.ts';
import { en as care } from './parts/care.ts';
import { en as commands } from './parts/commands.ts';
import { en as file } from './parts/case.ts';
import { en as intake } from './parts/intake.ts';
import { en as admin } from './parts/admin.ts';
import { en as archive } from './parts/archive.ts';
import { en as audit } from './parts/audit.ts';
import { en as desk } from './parts/desk.ts';
import { en as filings } from './parts/filings.ts';
import { en as organisation } from './parts/organisation.ts';
import { en as policy } from './parts/policy.ts';
import { en as office } from './parts/office.ts';
import { en as letters } from './parts/letters.ts';
import { en as meetings } from './parts/meetings.ts';
import { en as judgement } from './parts/judgement.ts';
import { en as payments } from './parts/payments.ts';
import { en as publication } from './parts/publication.ts';
import { en as recovery } from './parts/recovery.ts';
import { en as rosters } from './parts/rosters.ts';
import { en as shell } from './parts/shell.ts';
import { en as words } from './parts/words.ts';

/** English. A key that Chinese has and English lacks is a type error. Texts that the server sends stay Chinese. */
export const en: Record<keyof typeof zh, string> = { ...publication, ...afterwards, ...aid, ...care, ...archive, ...shell, ...words, ...file, ...commands, ...intake, ...judgement, ...meetings, ...desk, ...letters, ...office, ...payments, ...filings, ...recovery, ...rosters, ...policy, ...organisation, ...audit, ...admin };
