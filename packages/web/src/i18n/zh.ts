import { zh as afterwards } from './parts/afterwards.ts';
import { zh as aid } from './parts/aid.ts';
import { zh as care } from './parts/care.ts';
import { zh as commands } from './parts/commands.ts';
import { zh as file } from './parts/case.ts';
import { zh as intake } from './parts/intake.ts';
import { zh as admin } from './parts/admin.ts';
import { zh as archive } from './parts/archive.ts';
import { zh as audit } from './parts/audit.ts';
import { zh as desk } from './parts/desk.ts';
import { zh as filings } from './parts/filings.ts';
import { zh as budget } from './parts/budget.ts';
import { zh as funds } from './parts/funds.ts';
import { zh as organisation } from './parts/organisation.ts';
import { zh as policy } from './parts/policy.ts';
import { zh as office } from './parts/office.ts';
import { zh as letters } from './parts/letters.ts';
import { zh as meetings } from './parts/meetings.ts';
import { zh as judgement } from './parts/judgement.ts';
import { zh as lines } from './parts/lines.ts';
import { zh as payments } from './parts/payments.ts';
import { zh as publication } from './parts/publication.ts';
import { zh as recovery } from './parts/recovery.ts';
import { zh as rosters } from './parts/rosters.ts';
import { zh as shell } from './parts/shell.ts';
import { zh as words } from './parts/words.ts';

/** Simplified Chinese: the first language. Each part keeps both languages side by side. */
export const zh = { ...publication, ...afterwards, ...aid, ...care, ...archive, ...shell, ...words, ...file, ...commands, ...intake, ...judgement, ...meetings, ...desk, ...letters, ...office, ...payments, ...lines, ...filings, ...funds, ...budget, ...recovery, ...rosters, ...policy, ...organisation, ...audit, ...admin };
