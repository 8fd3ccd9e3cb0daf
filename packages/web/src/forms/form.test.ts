import { expect, test } from 'vitest';
import { payloads } from '@doudi/core/case/commands';
import { answerPayload } from '@doudi/core/warning/answers';
import type { Translate } from '../i18n/index.tsx';
import { zh } from '../i18n/zh.ts';
import { binder, errorsOf, inside, type Draft } from './form.ts';

const t: Translate = (key, values = {}) => zh[key].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name]));

test('a refused payload names its fields in words, by the path that the fields carry', () => {
  const checked = payloads.holdMeeting.safeParse({ body: 'appraisal', on: '2026-03-04', place: '', votesFor: -1, votesAgainst: 0, abstained: 0, minutes: 'x' });
  expect(checked.success).toBe(false);
  if (!checked.success) expect(errorsOf(checked.error, t)).toMatchObject({ place: expect.stringMatching(/空|必填/), chair: '必填', votesFor: '不能小于 0' });
});

test('what is too short is said to be too short, not to be missing', () => {
  const checked = answerPayload.safeParse({ hit: '00000000-0000-4000-8000-000000000000', answer: 'valid', text: '已核实' });
  expect(checked.success ? {} : errorsOf(checked.error, t)).toEqual({ text: '至少 4 个字' });
});

test('a late answer changes what stands then, not what stood when the field was drawn', () => {
  interface Form { photos: string[]; text: string; nested: { a: string } }
  let value: Draft<Form> = { photos: [] };
  const bind = () => binder<Form>(value, (f) => { value = f(value); }, { errors: {}, touch: () => undefined });
  const before = bind();
  bind()('text').set('typed meanwhile');
  before('photos').update((p = []) => [...p, 'late']);
  inside(bind()('nested'))('a').set('x');
  expect(value).toEqual({ photos: ['late'], text: 'typed meanwhile', nested: { a: 'x' } });
});
