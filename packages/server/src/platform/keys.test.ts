import { sign, verify } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeys, openKeys } from './keys.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'doudi-keys-'));
  file = path.join(folder, 'keys', 'master.key');
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

describe('installation keys', () => {
  it('are readable for their owner alone and open to the same subkeys every time', () => {
    createKeys(file);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(fs.statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
    const first = openKeys(file);
    const second = openKeys(file);
    expect(first.key('names')).toEqual(second.key('names'));
    expect(first.key('names')).not.toEqual(first.key('identity numbers'));
    expect(first.key('names')).toHaveLength(32);
    expect(first.fingerprint).toBe(second.fingerprint);
    expect(first.signing.id).toBe(second.signing.id);
  });

  it('sign what the public half verifies', () => {
    createKeys(file);
    const { signing } = openKeys(file);
    const signature = sign(null, Buffer.from('checkpoint'), signing.privateKey);
    expect(verify(null, Buffer.from('checkpoint'), signing.publicPem, signature)).toBe(true);
    expect(verify(null, Buffer.from('checkpoinT'), signing.publicPem, signature)).toBe(false);
  });

  it('are never overwritten', () => {
    createKeys(file);
    const before = fs.readFileSync(file, 'utf8');
    expect(() => createKeys(file)).toThrow('不会覆盖');
    expect(fs.readFileSync(file, 'utf8')).toBe(before);
  });

  it('are refused when missing, readable by others, cut short or of another kind', () => {
    expect(() => openKeys(file)).toThrow('缺少密钥文件');
    createKeys(file);
    fs.chmodSync(file, 0o644);
    expect(() => openKeys(file)).toThrow('chmod 600');
    fs.chmodSync(file, 0o600);
    const signing = path.join(path.dirname(file), 'checkpoint-signing.pem');
    fs.writeFileSync(signing, 'x');
    expect(() => openKeys(file)).toThrow('Ed25519');
    fs.writeFileSync(file, 'ab');
    expect(() => openKeys(file)).toThrow('64');
  });
});
