import { Worker } from 'node:worker_threads';
import { MissingGlyphError, TypesetError } from './errors.ts';
import type { Fonts } from './fonts.ts';
import type { Answer, Job, WorkerSetup } from './worker.ts';

export interface Typeset {
  /** PDF/A-2b. */
  readonly pdf: Uint8Array;
  readonly pages: number;
}

interface Waiting {
  readonly job: Job;
  readonly resolve: (t: Typeset) => void;
  readonly reject: (e: Error) => void;
}

export interface TypesetterOptions {
  /** Folder with the templates; nothing outside it can be read by them. */
  readonly templates: string;
  readonly fonts: Fonts;
  /** Documents after which the thread is replaced: the engine keeps a little memory of each. */
  readonly recycleAfter?: number;
  /** A document that takes longer is given up, in milliseconds. */
  readonly timeoutMs?: number;
}

/**
 * Typesets documents one after another in a thread of its own, so that a long form does not hold up requests. The thread
 * starts with the first document, does not keep the process alive when idle, and is replaced after a number of documents
 * or when it dies; documents waiting then go to the next thread.
 */
export class Typesetter {
  readonly #options: TypesetterOptions;
  readonly #queue: Waiting[] = [];
  #running: Waiting | undefined;
  #timer: NodeJS.Timeout | undefined;
  #worker: Worker | undefined;
  #made = 0;
  #threads = 0;
  #next = 0;
  #closed = false;

  constructor(options: TypesetterOptions) {
    this.#options = options;
  }

  /** Threads started so far. */
  get threads(): number {
    return this.#threads;
  }

  /**
   * One document. `data` reaches the template as JSON in `sys.inputs.data`, the font families by part in `sys.inputs.fonts`;
   * `files` (pictures) stand beside the template under their names while it is typeset.
   * @throws {MissingGlyphError} when no font has a character; {@link TypesetError} for anything else.
   */
  render(template: string, data: unknown, files?: Readonly<Record<string, Uint8Array>>): Promise<Typeset> {
    if (this.#closed) return Promise.reject(new TypesetError('排版已经关闭'));
    const job: Job = { id: ++this.#next, template, inputs: { data: JSON.stringify(data), fonts: JSON.stringify(this.#options.fonts.roles) }, ...(files ? { files } : {}) };
    return new Promise((resolve, reject) => {
      this.#queue.push({ job, resolve, reject });
      this.#pump();
    });
  }

  /** Stops the thread; documents not yet typeset are refused. */
  async close(): Promise<void> {
    this.#closed = true;
    const dropped = [...(this.#running ? [this.#running] : []), ...this.#queue.splice(0)];
    this.#running = undefined;
    for (const w of dropped) w.reject(new TypesetError('排版已经关闭'));
    await this.#retire();
  }

  #pump(): void {
    if (this.#running || this.#closed) return;
    const next = this.#queue.shift();
    if (!next) {
      this.#worker?.unref();
      return;
    }
    this.#running = next;
    const worker = (this.#worker ??= this.#start());
    worker.ref();
    this.#timer = setTimeout(() => this.#fail(new TypesetError('排版超时')), this.#options.timeoutMs ?? 60_000);
    worker.postMessage(next.job);
  }

  #start(): Worker {
    this.#threads++;
    this.#made = 0;
    const workerData: WorkerSetup = { templates: this.#options.templates, fontFolders: this.#options.fonts.folders };
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData, execArgv: [] });
    worker.on('message', (answer: Answer) => {
      if (worker === this.#worker) this.#finish(answer);
    });
    worker.on('error', (e) => {
      if (worker === this.#worker) this.#fail(new TypesetError(`排版线程出错：${e instanceof Error ? e.message : String(e)}`));
    });
    worker.on('exit', (code) => {
      if (worker === this.#worker) this.#fail(new TypesetError(`排版线程退出（${code}）`));
    });
    return worker;
  }

  #finish(answer: Answer): void {
    const done = this.#running;
    this.#running = undefined;
    clearTimeout(this.#timer);
    if (done && done.job.id === answer.id) {
      if ('pdf' in answer) done.resolve({ pdf: answer.pdf, pages: answer.pages });
      else done.reject('missing' in answer ? new MissingGlyphError(answer.missing) : new TypesetError(answer.failure));
    }
    if (++this.#made >= (this.#options.recycleAfter ?? 1000)) void this.#retire();
    this.#pump();
  }

  /** The thread is of no more use: what it was doing fails, the rest goes on with a new one. */
  #fail(error: TypesetError): void {
    const lost = this.#running;
    this.#running = undefined;
    clearTimeout(this.#timer);
    void this.#retire();
    lost?.reject(error);
    this.#pump();
  }

  async #retire(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    clearTimeout(this.#timer);
    await worker?.terminate();
  }
}
