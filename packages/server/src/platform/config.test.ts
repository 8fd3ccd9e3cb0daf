import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig, REPOSITORY, SetupError } from './config.ts';

describe('configuration', () => {
  it('needs nothing: training, port 8080, data beside the checkout, embedded database', () => {
    expect(readConfig({})).toMatchObject({ mode: 'training', port: 8080, dataFolder: path.join(REPOSITORY, 'data'), databaseUrl: null, keyFile: path.join(REPOSITORY, 'data', 'keys', 'master.key') });
  });

  it.each([
    ['DOUDI_MODE', 'prod'], ['DOUDI_MODE', 'Training'], ['DOUDI_PORT', '0'], ['DOUDI_PORT', '65536'], ['DOUDI_PORT', '80a'], ['DOUDI_PORT', '-1'], ['DOUDI_POOL', '0'], ['DOUDI_REQUEST_SECONDS', '4'],
    ['DATABASE_URL', 'mysql://u:geheim@h/d'], ['DATABASE_URL', 'postgres://u:geheim@h'], ['DATABASE_URL', 'postgres:///doudi?geheim'], ['DATABASE_URL', 'geheim'], ['DOUDI_VERIFICATION_URL', 'ftp://h'], ['DOUDI_BANK_URL', 'ftp://h'], ['DOUDI_BANK_URL', 'http://bank.example/'], ['DOUDI_BANK_URL', 'https://bank.example/'],
  ])('refuses %s=%s in both languages and repeats no password', (name, value) => {
    const attempt = (): unknown => readConfig({ [name]: value });
    expect(attempt).toThrow(SetupError);
    expect(attempt).toThrow(name);
    expect(attempt).toThrow(/配置错误[^]*Wrong setting/);
    expect(attempt).not.toThrow('geheim');
  });

  it('refuses production without a named database and key file', () => {
    expect(() => readConfig({ DOUDI_MODE: 'production', DOUDI_KEY_FILE: '/srv/key' })).toThrow('DATABASE_URL');
    expect(() => readConfig({ DOUDI_MODE: 'production', DOUDI_EMBEDDED: 'yes' })).toThrow('DOUDI_KEY_FILE');
    expect(readConfig({ DOUDI_MODE: 'production', DOUDI_EMBEDDED: 'yes', DOUDI_KEY_FILE: '/srv/key' })).toMatchObject({ databaseUrl: null, keyFile: '/srv/key' });
  });

  it('accepts a server of one’s own', () => {
    expect(readConfig({ DATABASE_URL: 'postgresql://u:p@db.example:5432/doudi?sslmode=require', DOUDI_MODE: 'production', DOUDI_KEY_FILE: '/srv/key' })).toMatchObject({ databaseUrl: 'postgresql://u:p@db.example:5432/doudi?sslmode=require', mode: 'production' });
  });
});
