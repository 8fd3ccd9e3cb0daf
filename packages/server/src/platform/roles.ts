import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { SetupError } from './config.ts';
import type { Keys } from './keys.ts';

/** The only role the running application uses: owns nothing, bypasses nothing, so that row-level security holds. */
export const APPLICATION_ROLE = 'doudi_app';

/** Derived, not stored: every process that holds the master key agrees on it. */
export function applicationPassword(keys: Keys): string {
  return keys.key('postgres role doudi_app').toString('base64url');
}

/** The administrator's connection string with the application role instead. */
export function applicationUrl(adminUrl: string, keys: Keys): string {
  const url = new URL(adminUrl);
  url.username = APPLICATION_ROLE;
  url.password = applicationPassword(keys);
  return url.href;
}

/** SCRAM verifier (RFC 5803) made here, so that the password itself reaches no server log. */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  const iterations = 4096;
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const hmac = (text: string): Buffer => createHmac('sha256', salted).update(text).digest();
  const stored = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${hmac('Server Key').toString('base64')}`;
}

async function passwordWorks(client: pg.Client, keys: Keys): Promise<boolean> {
  const probe = new pg.Client({
    host: client.host, port: client.port, ...(client.database === undefined ? {} : { database: client.database }), ssl: client.ssl, user: APPLICATION_ROLE, password: applicationPassword(keys),
  });
  probe.on('error', () => undefined);
  try {
    await probe.connect();
    return true;
  } catch {
    return false;
  } finally {
    await probe.end().catch(() => undefined);
  }
}

/** Creates or repairs the application role: login, no privilege beyond what the migrations grant. */
export async function createApplicationRole(client: pg.Client, keys: Keys): Promise<void> {
  const found = await client.query<{ sound: boolean }>(
    `select rolcanlogin and not rolsuper and not rolbypassrls and not rolcreaterole and not rolcreatedb as sound from pg_roles where rolname = $1`, [APPLICATION_ROLE],
  );
  const role = found.rows[0];
  if (role && !role.sound) {
    throw new SetupError(`数据库角色 ${APPLICATION_ROLE} 权限过大（超级用户、绕过行级安全等），拒绝使用。`, `Database role ${APPLICATION_ROLE} has too many rights (superuser, bypassrls, …) and is refused.`);
  }
  if (role && (await passwordWorks(client, keys))) return;
  const password = pg.escapeLiteral(scramVerifier(applicationPassword(keys)));
  const database = await client.query<{ name: string }>('select current_database() as name');
  await client.query(`${role ? 'alter' : 'create'} role ${APPLICATION_ROLE} login password ${password}`);
  await client.query(`grant connect on database ${pg.escapeIdentifier(database.rows[0]?.name ?? '')} to ${APPLICATION_ROLE}`);
}

/**
 * Lets the application role read what kind of installation it serves (never write it), enqueue jobs and run them. graphile-worker switches row-level security on for its tables without
 * any policy (owner only); its jobs carry record numbers, no personal data, and no county of their own.
 */
export async function grantPlatform(client: pg.Client): Promise<void> {
  await client.query(`
    grant select on doudi_meta to ${APPLICATION_ROLE};
    grant usage on schema graphile_worker to ${APPLICATION_ROLE};
    grant select, insert, update, delete on all tables in schema graphile_worker to ${APPLICATION_ROLE};
    grant usage, select on all sequences in schema graphile_worker to ${APPLICATION_ROLE};
    grant execute on all functions in schema graphile_worker to ${APPLICATION_ROLE};
    do $$
    declare t regclass;
    begin
      for t in select c.oid from pg_class c where c.relnamespace = 'graphile_worker'::regnamespace and c.relkind in ('r', 'p') and c.relrowsecurity
        and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'doudi_jobs')
      loop
        execute format('create policy doudi_jobs on %s to ${APPLICATION_ROLE} using (true) with check (true)', t);
      end loop;
    end $$;
  `);
}
