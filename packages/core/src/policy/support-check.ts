import type { Fault } from './locate.ts';
import { formatFen, percentOf } from '../money/fen.ts';
import type { Parameter } from './model.ts';
import type { Located, LocatedLayer } from './parse.ts';

const overlap = (a: Parameter, b: Parameter): boolean => a.from <= (b.to ?? '9999') && b.from <= (a.to ?? '9999');
const sameArea = (a: Parameter, b: Parameter): boolean => a.area === undefined || b.area === undefined || a.area === b.area;
const number = (x: unknown): number => (typeof x === 'number' ? x : 0);

/** The basic living standard that a share or a stated sum comes to beside a living-allowance standard. */
const basicFen = (basic: Parameter, standard: Parameter): number => {
  const { method, percent, fen } = (basic.value ?? {}) as { method?: unknown; percent?: unknown; fen?: unknown };
  return method === 'fixed' ? number(fen) : percentOf(number(standard.value), number(percent));
};

/**
 * Support of the destitute may not stand below the provincial guidance standard of the same area and time: checked where the
 * plan is read, so that a lower one is never in force [BQ-35].
 */
export function checkSupport(l: LocatedLayer, nation: LocatedLayer | undefined): Fault[] {
  const of = (key: string, layer: LocatedLayer | undefined = l): Located<Parameter>[] => (layer?.parameters ?? []).filter((p) => p.value.key === key);
  const own = of('support.basic');
  const basics = own.length > 0 ? own : of('support.basic', nation);
  return of('support.guidance').flatMap((g) =>
    of('standard.monthly').flatMap((s) =>
      basics.flatMap((b): Fault[] => {
        if (!sameArea(g.value, s.value) || !sameArea(g.value, b.value) || !overlap(g.value, s.value) || !overlap(g.value, b.value) || !overlap(s.value, b.value)) return [];
        const fen = basicFen(b.value, s.value);
        return fen < number(g.value.value) ? [g.source.fault([...g.path, 'value'], `特困人员基本生活标准 ${formatFen(fen)} 元低于省级指导标准 ${formatFen(number(g.value.value))} 元`)] : [];
      }),
    ),
  );
}
