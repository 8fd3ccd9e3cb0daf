import fs from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { dutySchema, type Duty } from '@doudi/core/oversight/duty';
import { countyOf, type Services } from '../../services.ts';

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
