// npm run check: the rules of the repository. Runs the TypeScript of scripts/check under Node 24.
import path from 'node:path';
import { environment, node24, root, run } from './lib/prepare.mjs';

const { code } = await run(node24(), [path.join(root, 'scripts/check/main.ts'), ...process.argv.slice(2)], { env: environment() });
process.exitCode = code;
