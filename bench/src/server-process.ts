import type { AddressInfo } from 'node:net';
import { createApp } from '@doudi/server/src/app.ts';
import { readConfig } from '@doudi/server/src/platform/config.ts';
import { openInstallation } from '@doudi/server/src/platform/installation.ts';

// A server as `npm start` runs it, in a process of its own; it ends with the process that started it.
const installation = await openInstallation(readConfig(process.env));
const app = await createApp(installation);
await app.listen({ host: '127.0.0.1', port: 0 });
process.once('disconnect', () => {
  void app
    .close()
    .then(() => installation.close())
    .then(() => process.exit(0));
});
const { port } = app.server.address() as AddressInfo;
process.send?.({ port });
