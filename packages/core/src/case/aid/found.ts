/** An earlier grant or payment of temporary assistance to a member of the household within the last twelve months. */
export interface AidPrior {
  readonly case: string;
  readonly number: string;
  /** Id of the table `aid.causes`. */
  readonly cause: string;
  readonly programme: string;
  /** Asia/Shanghai date on which it was given. */
  readonly on: string;
  readonly fen: number;
}

/** Another programme that a member of the household draws or has applied for. */
export interface AidRunning {
  readonly case: string;
  readonly number: string;
  readonly programme: string;
  readonly status: 'applied' | 'accepted' | 'granted' | 'refused' | 'withdrawn' | 'abandoned';
}

/** What is known of the household's other assistance, by the identity of its members. */
export interface AidContext {
  readonly prior: readonly AidPrior[];
  readonly running: readonly AidRunning[];
  /** Programme on whose roll the household stands, so that its economy is known [HQ-144]. */
  readonly known?: string | undefined;
}
