import type { zh } from './zh.ts';
import { en as commands } from './parts/commands.ts';
import { en as file } from './parts/case.ts';
import { en as intake } from './parts/intake.ts';
import { en as admin } from './parts/admin.ts';
import { en as audit } from './parts/audit.ts';
import { en as filings } from './parts/filings.ts';
import { en as organisation } from './parts/organisation.ts';
import { en as policy } from './parts/policy.ts';
import { en as office } from './parts/office.ts';
import { en as payments } from './parts/payments.ts';
import { en as shell } from './parts/shell.ts';
import { en as words } from './parts/words.ts';

/** English. A key that Chinese has and English lacks is a type error. Texts that the server sends stay Chinese. */
export const en: Record<keyof typeof zh, string> = { ...shell, ...words, ...file, ...commands, ...intake, ...office, ...payments, ...filings, ...policy, ...organisation, ...audit, ...admin };
