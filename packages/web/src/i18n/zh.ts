import { zh as commands } from './parts/commands.ts';
import { zh as file } from './parts/case.ts';
import { zh as intake } from './parts/intake.ts';
import { zh as admin } from './parts/admin.ts';
import { zh as audit } from './parts/audit.ts';
import { zh as filings } from './parts/filings.ts';
import { zh as organisation } from './parts/organisation.ts';
import { zh as policy } from './parts/policy.ts';
import { zh as office } from './parts/office.ts';
import { zh as payments } from './parts/payments.ts';
import { zh as shell } from './parts/shell.ts';
import { zh as words } from './parts/words.ts';

/** Simplified Chinese: the first language. Each part keeps both languages side by side. */
export const zh = { ...shell, ...words, ...file, ...commands, ...intake, ...office, ...payments, ...filings, ...policy, ...organisation, ...audit, ...admin };
