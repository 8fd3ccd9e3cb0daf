import { readConfig } from '../../platform/config.ts';
import { serve } from '../../serve.ts';

/** The server as `main.ts` runs it, loaded beforehand and started on a word: killing it two hundred times must not mean loading it as often while everybody waits. */
await import('../../app.ts');
process.once('message', () => {
  // The rig stays connected, so that a rig that ends without a word takes its server along.
  void serve(readConfig(process.env));
});
process.send?.('loaded');
