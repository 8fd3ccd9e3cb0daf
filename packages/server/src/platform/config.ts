import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout: policies, web build and the default data folder hang below it. */
export const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url));

export type Mode = 'training' | 'production';

export interface Config {
  readonly mode: Mode;
  /** Where keys, the embedded cluster and run-time files live. */
  readonly dataFolder: string;
  /** Administrator connection of a server of one's own; `null` runs the embedded PostgreSQL in the data folder. */
  readonly databaseUrl: string | null;
  /** First port to try on 127.0.0.1. */
  readonly port: number;
  /** File with the 32-byte master key in hexadecimal. The signing key stands beside it. */
  readonly keyFile: string;
  /** Folder with the plans as data. */
  readonly policyFolder: string;
  /** Folder with the built web client. */
  readonly webFolder: string;
  /** Address of the verification platform; in training the simulator's address is put here at start. */
  readonly verificationUrl: string | null;
  /** Address of the paying bank's interface; in training the simulator's address is put here at start. */
  readonly bankUrl: string | null;
  /** Address of the exchange of departments' lists; in training the simulator's address is put here at start. */
  readonly departmentsUrl: string | null;
  /** Milliseconds between steps towards the bank: the first pause, the longest, how often what is due is looked for, how long an answer may take. */
  readonly bankPace: { readonly firstMs: number; readonly longestMs: number; readonly sweepMs: number; readonly timeoutMs: number };
  /** Days for which files of messages to payees are kept after they were last written to. */
  readonly outboxDays: number;
  /** Different identity numbers that one account may look up within an hour. */
  readonly lookupsPerHour: number;
  /** Connections of the application role. */
  readonly poolSize: number;
  /** Milliseconds for which one request may hold a connection; what takes longer is refused in words, or is background work. */
  readonly requestMs: number;
}

/** A wrong setting, a missing key, a folder that cannot be used: said to the operator in both languages, without a stack. */
export class SetupError extends Error {
  constructor(chinese: string, english: string) {
    super(`${chinese}\n${english}`);
    this.name = 'SetupError';
  }
}

function wrong(name: string, value: string, chinese: string, english: string): SetupError {
  return new SetupError(`配置错误：${name}=${value}，${chinese}。`, `Wrong setting ${name}=${value}: ${english}.`);
}

function integer(env: NodeJS.ProcessEnv, name: string, fallback: number, min: number, max: number): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) throw wrong(name, text, `应为 ${min} 至 ${max} 的整数`, `expected an integer from ${min} to ${max}`);
  return value;
}

function url(env: NodeJS.ProcessEnv, name: string, protocols: readonly string[], masked: boolean): string | null {
  const text = env[name];
  if (text === undefined || text === '') return null;
  // A connection string carries a password: it is never repeated in a message.
  const shown = masked ? '…' : text;
  const parsed = URL.canParse(text) ? new URL(text) : null;
  if (!parsed || !protocols.includes(parsed.protocol)) {
    throw wrong(name, shown, `应为以 ${protocols.join(' 或 ')}// 开头的地址`, `expected an address starting with ${protocols.join(' or ')}//`);
  }
  if (masked && parsed.hostname === '') throw wrong(name, shown, '缺少主机名（不支持仅用本地套接字的写法）', 'the host is missing (socket-only addresses are not supported)');
  if (masked && parsed.pathname.length < 2) throw wrong(name, shown, '缺少数据库名', 'the database name is missing');
  return text;
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Names, account numbers and sums go to the bank: encrypted, or not beyond this machine. Training money never leaves it. */
function bankAddress(env: NodeJS.ProcessEnv, mode: Config['mode']): string | null {
  const address = url(env, 'DOUDI_BANK_URL', ['http:', 'https:'], false);
  if (address === null) return null;
  const { protocol, hostname } = new URL(address);
  if (LOOPBACK.has(hostname)) return address;
  if (mode === 'training') throw wrong('DOUDI_BANK_URL', address, '培训环境只连本机的模拟银行', 'training talks to a simulated bank on this machine only');
  if (protocol !== 'https:') throw wrong('DOUDI_BANK_URL', address, '本机以外的银行接口须用 https', 'a bank on another machine needs https');
  return address;
}

/** Lists of people's cars, deposits and illnesses come from there: encrypted, or from this machine. */
function departmentsAddress(env: NodeJS.ProcessEnv, mode: Config['mode']): string | null {
  const address = url(env, 'DOUDI_DEPARTMENTS_URL', ['http:', 'https:'], false);
  if (address === null) return null;
  const { protocol, hostname } = new URL(address);
  if (LOOPBACK.has(hostname)) return address;
  if (mode === 'training') throw wrong('DOUDI_DEPARTMENTS_URL', address, '培训环境只连本机的模拟平台', 'training talks to a simulated exchange on this machine only');
  if (protocol !== 'https:') throw wrong('DOUDI_DEPARTMENTS_URL', address, '本机以外的部门数据交换平台须用 https', 'an exchange on another machine needs https');
  return address;
}

/** In production nothing of weight is guessed: which database, and where the key is that must be kept apart from it. */
function requireExplicit(env: NodeJS.ProcessEnv): void {
  if (!env['DATABASE_URL'] && env['DOUDI_EMBEDDED'] !== 'yes') {
    throw new SetupError('正式环境必须设置 DATABASE_URL，或以 --embedded（DOUDI_EMBEDDED=yes）明确使用内置数据库。', 'Production needs DATABASE_URL, or --embedded (DOUDI_EMBEDDED=yes) to use the embedded database on purpose.');
  }
  if (!env['DOUDI_KEY_FILE']) {
    throw new SetupError('正式环境必须以 --key-file（DOUDI_KEY_FILE）指明密钥文件。', 'Production needs --key-file (DOUDI_KEY_FILE).');
  }
}

/**
 * Reads the configuration from environment variables. Refuses (SetupError) any value it does not understand rather than
 * falling back to a default: a typo in DOUDI_MODE must not start training in production.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const mode = env['DOUDI_MODE'] || 'training';
  if (mode !== 'training' && mode !== 'production') throw wrong('DOUDI_MODE', mode, '只能是 training（培训）或 production（正式）', 'only training or production');
  if (mode === 'production') requireExplicit(env);
  const dataFolder = path.resolve(env['DOUDI_DATA'] || path.join(REPOSITORY, 'data'));
  return {
    mode,
    dataFolder,
    databaseUrl: url(env, 'DATABASE_URL', ['postgres:', 'postgresql:'], true),
    port: integer(env, 'DOUDI_PORT', 8080, 1, 65_535),
    keyFile: path.resolve(env['DOUDI_KEY_FILE'] || path.join(dataFolder, 'keys', 'master.key')),
    policyFolder: path.resolve(env['DOUDI_POLICIES'] || path.join(REPOSITORY, 'policies')),
    webFolder: path.join(REPOSITORY, 'packages', 'web', 'dist'),
    verificationUrl: url(env, 'DOUDI_VERIFICATION_URL', ['http:', 'https:'], false),
    bankUrl: bankAddress(env, mode),
    departmentsUrl: departmentsAddress(env, mode),
    bankPace: { firstMs: integer(env, 'DOUDI_BANK_FIRST_MS', 1000, 10, 600_000), longestMs: integer(env, 'DOUDI_BANK_LONGEST_MS', 600_000, 10, 86_400_000), sweepMs: integer(env, 'DOUDI_BANK_SWEEP_MS', 1000, 50, 60_000), timeoutMs: integer(env, 'DOUDI_BANK_TIMEOUT_MS', 300_000, 100, 3_600_000) },
    outboxDays: integer(env, 'DOUDI_OUTBOX_DAYS', 180, 1, 3650),
    lookupsPerHour: integer(env, 'DOUDI_LOOKUPS_PER_HOUR', 300, 5, 100_000),
    poolSize: integer(env, 'DOUDI_POOL', 10, 1, 200),
    requestMs: integer(env, 'DOUDI_REQUEST_SECONDS', 30, 5, 600) * 1000,
  };
}
