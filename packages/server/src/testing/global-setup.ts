import type { TestProject } from 'vitest/node';
import { startTemporaryPostgres } from './temporary-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser connection to the run's own server; its database is the migrated template. */
    templateUrl: string;
    keyFile: string;
  }
}

/** One server for the whole run, migrated once; every test file clones the template (`testInstallation`). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTemporaryPostgres();
  project.provide('templateUrl', server.adminUrl);
  project.provide('keyFile', server.keyFile);
  return () => server.close();
}
