import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { parentPort, workerData } from 'node:worker_threads';

/** What the thread is started with. */
export interface WorkerSetup {
  readonly templates: string;
  readonly fontFolders: readonly string[];
}

export interface Job {
  readonly id: number;
  /** File name inside the template folder. */
  readonly template: string;
  /** Strings visible to the template as `sys.inputs`; data goes in as JSON, so that markup in it stays text. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Pictures of this document by the names the template gives them; they are gone with the job. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
}

export type Answer =
  | { readonly id: number; readonly pdf: Uint8Array<ArrayBuffer>; readonly pages: number }
  | { readonly id: number; readonly missing: string }
  | { readonly id: number; readonly failure: string };

const setup = workerData as WorkerSetup;
const compiler = NodeCompiler.create({ workspace: setup.templates, fontArgs: [{ fontPaths: [...setup.fontFolders] }] });

/** The engine reports the first piece of text that no font can show; quotes inside it are escaped. */
const missingIn = (message: string): string | undefined => /the text \\?"(.+?)\\?" could not be displayed/u.exec(message)?.[1];

function typeset(job: Job): Answer {
  const result = compiler.compile({ mainFilePath: `${setup.templates}/${job.template}`, inputs: { ...job.inputs } });
  const messages = [result.takeWarnings(), result.takeDiagnostics()].flatMap((d) => (d ? compiler.fetchDiagnostics(d).map((m: { readonly message: string }) => m.message) : []));
  const doc = result.result;
  if (!doc) return { id: job.id, failure: messages.join('\n') || '排版没有结果' };
  // A family that is not there would silently give another face than the office asked for.
  const unknown = messages.find((m) => m.includes('unknown font family'));
  if (unknown !== undefined) return { id: job.id, failure: unknown };
  try {
    const pdf = compiler.pdf(doc, { pdfStandard: 'a-2b' });
    const own = new Uint8Array(pdf.byteLength);
    own.set(pdf);
    return { id: job.id, pdf: own, pages: doc.numOfPages };
  } catch (e) {
    const message = e instanceof Error ? e.message : String(e);
    const missing = missingIn(message);
    return missing === undefined ? { id: job.id, failure: message } : { id: job.id, missing };
  }
}

parentPort?.on('message', (job: Job) => {
  let answer: Answer;
  const beside = Object.entries(job.files ?? {}).map(([name, bytes]) => [`${setup.templates}/${name}`, bytes] as const);
  try {
    for (const [place, bytes] of beside) compiler.mapShadow(place, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    answer = typeset(job);
  } catch (e) {
    answer = { id: job.id, failure: e instanceof Error ? e.message : String(e) };
  } finally {
    for (const [place] of beside) compiler.unmapShadow(place);
  }
  // Memoised layouts of documents that will not come again are dropped now and then.
  compiler.evictCache(job.files ? 0 : 10);
  parentPort?.postMessage(answer, 'pdf' in answer ? [answer.pdf.buffer] : []);
});
