// npm start: everything from an empty checkout to a running training installation.
import { build, install, passSignals, runServer } from './lib/prepare.mjs';

passSignals();
await install();
await build();
await runServer('packages/server/src/main.ts');
