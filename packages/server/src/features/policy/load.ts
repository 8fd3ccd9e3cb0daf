import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { parsePolicyFiles, type Fault, type ParsedPolicies, type PolicySource } from '@doudi/core/policy/parse';

/** Thrown when policy files cannot be used: carries every fault, not only the first. */
export class PolicyFault extends Error {
  readonly faults: readonly Fault[];
  constructor(faults: readonly Fault[]) {
    super(`政策文件有 ${faults.length} 处错误：\n${faults.map(formatFault).join('\n')}`);
    this.name = 'PolicyFault';
    this.faults = faults;
  }
}

/** `file:line  field  message`, one line per fault. */
export const formatFault = (f: Fault): string => `${f.file}:${f.line}  ${f.field === '' ? '（整个文件）' : f.field}  ${f.message}`;

/** All YAML files below a folder, with paths relative to it. @throws when the folder cannot be read. */
export function readPolicyFiles(folder: string): PolicySource[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((f) => /\.ya?ml$/.test(f))
    .sort()
    .map((f) => ({ path: f.split(sep).join('/'), text: readFileSync(join(folder, f), 'utf8') }));
}

/**
 * The law of this installation, read from a folder with `national/` and one folder per jurisdiction.
 * @throws {PolicyFault} with all faults: a start with faulty policy is refused.
 */
export function loadPolicies(folder: string): ParsedPolicies {
  const files = readPolicyFiles(folder);
  const { layers, faults } = parsePolicyFiles(files);
  if (faults.length > 0) throw new PolicyFault(faults);
  if (layers.nation.parameters.length === 0 || layers.counties.length === 0) {
    throw new PolicyFault([{ file: folder, line: 1, field: '', message: '没有国家层（national/）或者没有任何辖区的政策文件' }]);
  }
  return layers;
}
