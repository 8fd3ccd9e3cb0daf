import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PolicyLayer } from '@doudi/core/policy/model';
import { formatFault, loadPolicies, PolicyFault } from './load.ts';

/** `npm run policy:check [folder]`: names file, line and field of every fault and exits 1, else prints what each layer holds. */
const folder = resolve(process.argv[2] ?? fileURLToPath(new URL('../../../../../policies', import.meta.url)));

const summary = (l: PolicyLayer): string => {
  const assumed = l.parameters.filter((p) => p.source.assumption !== undefined).length;
  return `${(l.jurisdiction?.fullName ?? '国家').padEnd(16, '　')} 文件 ${l.instruments.length}  参数 ${l.parameters.length}（待本地确认 ${assumed}）  程序 ${l.procedures.length}  项目 ${l.programmes.length}  文本 ${l.texts.length}  单位 ${l.units.length}  委托 ${l.entrustments.length}`;
};

function run(): number {
  if (!existsSync(folder)) {
    process.stderr.write(`没有文件夹 ${folder}\n`);
    return 1;
  }
  try {
    const { nation, counties } = loadPolicies(folder);
    for (const l of [nation, ...counties]) process.stdout.write(`${summary(l)}\n`);
    process.stdout.write('政策文件没有错误。\n');
    return 0;
  } catch (e) {
    if (!(e instanceof PolicyFault)) throw e;
    for (const f of e.faults) process.stderr.write(`${formatFault(f)}\n`);
    process.stderr.write(`共 ${e.faults.length} 处错误。\n`);
    return 1;
  }
}

process.exitCode = run();
