// npm run production -- <command>: a county's own installation, without training data, accounts or clock.
import { build, install, must, passSignals, runServer } from './lib/prepare.mjs';

passSignals();
await must(install());
if (process.argv[2] === 'serve') await must(build());
await runServer('packages/server/src/cli/production.ts', process.argv.slice(2), { DOUDI_MODE: 'production' });
