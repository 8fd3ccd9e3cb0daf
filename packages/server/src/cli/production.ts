import { parseArgs } from 'node:util';
import { readConfig, SetupError } from '../platform/config.ts';
import type { Config } from '../platform/config.ts';
import { openInstallation } from '../platform/installation.ts';
import { createKeys } from '../platform/keys.ts';
import { serve } from '../serve.ts';
import { createAdministrator, readPassword } from './create-admin.ts';

const HELP = `正式环境 / production: npm run production -- <命令 command> [选项 options]

命令 commands
  create-keys    生成主密钥和签名密钥，请立即异地备份 / make the master and signing keys; keep a copy elsewhere
  migrate        建立或更新数据库结构 / create or update the database structure
  create-admin   建立区县的第一个管理员 / create a county's first administrator
                   --county KEY   policies/ 下的辖区目录名 / folder name of the county in policies/
                   --login NAME   登录名 / login name
                   --name NAME    姓名 / person's name
                   --post POST    systemAdmin（默认）、securityAdmin 或 auditAdmin / the default is systemAdmin
                   --password-stdin  从标准输入读取密码；否则生成并只显示一次
                                     read the password from standard input; otherwise one is made and shown once
  serve          启动服务（127.0.0.1，前置反向代理负责 HTTPS） / serve on 127.0.0.1 behind a proxy that speaks HTTPS

选项 options（亦可用环境变量 / or by environment variable）
  --database-url URL   自备 PostgreSQL 15+ 的管理连接 / administrator connection of your PostgreSQL 15+   DATABASE_URL
  --embedded           明确使用内置 PostgreSQL / use the embedded PostgreSQL on purpose                    DOUDI_EMBEDDED=yes
  --key-file FILE      主密钥文件 / master key file                                                        DOUDI_KEY_FILE
  --data FOLDER        数据目录 / data folder                                                              DOUDI_DATA
  --port N             端口，默认 8080，被占用则拒绝启动 / port, 8080 by default, refused when busy          DOUDI_PORT
  --policies FOLDER    政策目录 / policy folder                                                            DOUDI_POLICIES
`;

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  embedded: { type: 'boolean' },
  'database-url': { type: 'string' },
  'key-file': { type: 'string' },
  data: { type: 'string' },
  port: { type: 'string' },
  policies: { type: 'string' },
  county: { type: 'string' },
  login: { type: 'string' },
  name: { type: 'string' },
  post: { type: 'string' },
  'password-stdin': { type: 'boolean' },
} as const;

function readArguments() {
  try {
    return parseArgs({ options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SetupError(`参数错误：${reason}`, 'Wrong arguments; see --help.');
  }
}

type Values = ReturnType<typeof readArguments>['values'];

function configure(values: Values): Config {
  const env: NodeJS.ProcessEnv = { ...process.env, DOUDI_MODE: 'production' };
  const put = (name: string, value: string | undefined): void => {
    if (value !== undefined) env[name] = value;
  };
  put('DATABASE_URL', values['database-url']);
  put('DOUDI_EMBEDDED', values.embedded ? 'yes' : undefined);
  put('DOUDI_KEY_FILE', values['key-file']);
  put('DOUDI_DATA', values.data);
  put('DOUDI_PORT', values.port);
  put('DOUDI_POLICIES', values.policies);
  const config = readConfig(env);
  if (values.embedded && config.databaseUrl !== null) throw new SetupError('--embedded 与 DATABASE_URL 只能选一个。', 'Choose --embedded or DATABASE_URL, not both.');
  return config;
}

function required(values: Values, name: 'county' | 'login' | 'name'): string {
  const value = values[name]?.trim();
  if (!value) throw new SetupError(`缺少 --${name}。`, `--${name} is missing.`);
  return value;
}

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  const command = positionals[0];
  if (values.help || command === undefined) {
    console.log(HELP);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  if (positionals.length > 1) throw new SetupError(`多余的参数 ${positionals[1]}。`, `Unexpected argument ${positionals[1]}.`);
  switch (command) {
    case 'create-keys': {
      const file = values['key-file'] ?? process.env['DOUDI_KEY_FILE'];
      if (!file) throw new SetupError('缺少 --key-file。', '--key-file is missing.');
      createKeys(file);
      console.log(`已生成 ${file} 及同目录的 checkpoint-signing.pem、checkpoint-public.pem。请立即备份：丢失即无法读出姓名与证件号码。\nKeys are made. Keep a copy elsewhere: without them no name and no identity number can be read.`);
      return;
    }
    case 'migrate': {
      const installation = await openInstallation(configure(values), { log: (line) => console.log(line) });
      await installation.close();
      console.log('数据库结构是最新的 / the database structure is up to date');
      return;
    }
    case 'create-admin': {
      const request = { county: required(values, 'county'), login: required(values, 'login'), name: required(values, 'name'), post: values.post ?? 'systemAdmin' };
      const config = configure(values);
      const password = values['password-stdin'] ? await readPassword() : null;
      const installation = await openInstallation(config, { log: (line) => console.log(line) });
      try {
        const made = await createAdministrator(installation, { ...request, password });
        console.log(`已建立账号 ${request.login}，首次登录须修改密码 / account created; the password must be changed at the first login`);
        if (made !== null) console.log(`密码（只显示这一次） / password (shown only now): ${made}`);
      } finally {
        await installation.close();
      }
      return;
    }
    case 'serve':
      await serve(configure(values));
      return;
    default:
      throw new SetupError(`没有命令 ${command}。`, `There is no command ${command}; see --help.`);
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
