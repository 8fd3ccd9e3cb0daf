import fs from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { countyOf, type Services } from '../../services.ts';

/** `policies/<county>/duties.json`: each clause about supervision with the page on which it is done, or why there is none. */
export const dutySchema = z.strictObject({ id: z.string().regex(/^[A-Z]{2}-\d{2,3}$/), clause: z.string().min(1), phrase: z.string().min(1), module: z.string().min(1), at: z.string().startsWith('/').optional(), open: z.string().min(2).optional(), outside: z.string().min(2).optional() })
  .refine((d) => [d.at, d.open, d.outside].filter((x) => x !== undefined).length === 1, '写明在哪里办、尚未办、或者不由软件办之一');
export type Duty = z.infer<typeof dutySchema>;

const read = new Map<string, readonly Duty[]>();

/** Clauses of a county about supervision; none where the county has no such file. Read once. */
export function dutiesOf(services: Services, county: number): readonly Duty[] {
  const file = path.join(services.installation.config.policyFolder, countyOf(services, county).key, 'duties.json');
  const known = read.get(file);
  if (known) return known;
  const duties = fs.existsSync(file) ? z.array(dutySchema).parse(JSON.parse(fs.readFileSync(file, 'utf8'))) : [];
  read.set(file, duties);
  return duties;
}
