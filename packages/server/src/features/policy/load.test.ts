import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { loadPolicies, PolicyFault, readPolicyFiles } from './load.ts';

const folders: string[] = [];
afterEach(() => {
  for (const f of folders.splice(0)) rmSync(f, { recursive: true, force: true });
});

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'doudi policy '));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const check = (folder: string): { status: number | null; stdout: string; stderr: string } => spawnSync(process.execPath, [fileURLToPath(new URL('check-cli.ts', import.meta.url)), folder], { encoding: 'utf8' });

const FAULTY = {
  'national/a.yaml': 'instruments:\n  - { id: law, title: 某办法 }\nparameters:\n  - key: notice.days\n    label: 公示天数\n    unit: day\n    value: 七\n    from: 2021-07-01\n    source: { instrument: law, clause: 某条 }\n',
  'jia/b.yaml': 'parameters:\n  - key: filing.day\n    label: 报备日\n    unit: dayOfMonth\n    value: 25\n    from: 2021-07-01\n    source: { instrument: nolaw, clause: 某条 }\n',
};

it('reads only YAML files, with paths relative to the folder', () => {
  const folder = folderWith({ 'national/a.yaml': 'a', 'jia/plan.txt': 'b', 'jia/deep/c.yml': 'c', 'calendar/china.json': '{}' });
  expect(readPolicyFiles(folder)).toEqual([{ path: 'jia/deep/c.yml', text: 'c' }, { path: 'national/a.yaml', text: 'a' }]);
});

it('throws with every fault, each as file:line, field and message', () => {
  const load = (): unknown => loadPolicies(folderWith(FAULTY));
  expect(load).toThrow(PolicyFault);
  expect(load).toThrow(/^jia\/b\.yaml:7 {2}parameters\[0\]\.source\.instrument {2}没有文件 nolaw；已有：law$/m);
  expect(load).toThrow(/^national\/a\.yaml:7 {2}parameters\[0\]\.value {2}单位为 day，value 应为非负整数（天数），实为 "七"$/m);
});

it('does not start on a folder without law', () => {
  expect(() => loadPolicies(folderWith({ 'national/a.yaml': '' }))).toThrow(/没有国家层（national\/）或者没有任何辖区/);
});

it('policy:check prints every fault and fails', () => {
  const r = check(folderWith(FAULTY));
  expect(r.status).toBe(1);
  expect(r.stderr.split('\n').slice(0, 3)).toEqual([
    'jia/b.yaml:1  jurisdiction  辖区 jia 缺少 jurisdiction；须在该文件夹的一个文件内写明',
    'jia/b.yaml:7  parameters[0].source.instrument  没有文件 nolaw；已有：law',
    'national/a.yaml:7  parameters[0].value  单位为 day，value 应为非负整数（天数），实为 "七"',
  ]);
  expect(r.stderr).toContain('共 3 处错误');
});

it('policy:check passes on the policies of this repository and says what each layer holds', () => {
  const r = check(fileURLToPath(new URL('../../../../../policies', import.meta.url)));
  expect(r.stderr).toBe('');
  expect(r.status).toBe(0);
  for (const name of ['国家', '天津市红桥区', '巴彦淖尔市临河区', '珙县', '宝清县', '安顺市西秀区']) expect(r.stdout).toContain(name);
  expect(r.stdout).toContain('待本地确认');
});

it('policy:check fails on a folder that is not there', () => {
  const r = check(join(tmpdir(), 'doudi-no-such-folder'));
  expect(r.status).toBe(1);
  expect(r.stderr).toContain('没有文件夹');
});
