import { refuse, type Refusal } from '@doudi/core/refusal/refusal';

/**
 * Lets only so many pieces of work run at once and so many wait; whoever comes after is told to come again. A password is
 * costly to check and anybody may offer one: a flood at the door must not take the database connections of those inside.
 */
export class Door {
  readonly #most: number;
  readonly #queue: number;
  #inside = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(most: number, queue: number) {
    this.#most = most;
    this.#queue = queue;
  }

  async pass<T>(work: () => Promise<T>): Promise<T | Refusal> {
    if (this.#inside < this.#most) this.#inside++;
    else if (this.#waiting.length >= this.#queue) return refuse('busy', '登录的人太多，请稍后再试', { allowed: ['稍后再试'] });
    // Whoever leaves hands over the place, so that the count stands.
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#inside--;
    }
  }
}
