// npm start: everything from an empty checkout to a running training installation.
import { build, install, must, passSignals, runServer } from './lib/prepare.mjs';

passSignals();
await must(install());
await must(build());
await runServer('packages/server/src/main.ts');
