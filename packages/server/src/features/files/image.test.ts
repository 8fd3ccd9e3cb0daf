import fc from 'fast-check';
import { expect, test } from 'vitest';
import { png } from '../../testing/client.ts';
import { lookAtJpeg, lookAtPng, MAX_PIXELS } from './image.ts';
import { JPEG } from './samples.ts';

/** The sample with a note of the camera put before everything else. */
const noted = (orientation: number): Buffer => {
  const exif = Buffer.concat([Buffer.from('Exif\0\0MM\0*', 'latin1'), Buffer.from([0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0])]);
  return Buffer.concat([JPEG.subarray(0, 2), Buffer.from([0xff, 0xe1, 0, exif.length + 2]), exif, JPEG.subarray(2)]);
};

test('the size of a picture is read, and turned where the camera says so', () => {
  expect(lookAtJpeg(JPEG)).toEqual({ width: 8, height: 8 });
  const wide = Buffer.from(noted(6));
  const frame = wide.indexOf(Buffer.from([0xff, 0xc0]));
  wide.writeUInt16BE(4, frame + 5);
  expect(lookAtJpeg(wide)).toEqual({ width: 4, height: 8 });
  expect(lookAtPng(png(Buffer.alloc(30)))).toEqual({ width: 30, height: 1 });
});

test('a picture that unpacks to more than any scanner makes is refused before it is unpacked', () => {
  const bomb = Buffer.from(noted(1));
  const frame = bomb.indexOf(Buffer.from([0xff, 0xc0]));
  bomb.writeUInt16BE(60_000, frame + 5);
  bomb.writeUInt16BE(60_000, frame + 7);
  expect(60_000 * 60_000).toBeGreaterThan(MAX_PIXELS);
  expect(lookAtJpeg(bomb)).toMatchObject({ broken: expect.stringContaining('太大') as string });
});

test('no damage makes the reader fail: every beginning of a file, and every file with a byte changed, is answered', () => {
  const samples: readonly (readonly [Buffer, (b: Buffer) => unknown])[] = [[JPEG, lookAtJpeg], [noted(6), lookAtJpeg], [png(Buffer.from('some pixels to be read')), lookAtPng]];
  for (const [whole, look] of samples) {
    for (let n = 0; n < whole.length; n++) expect(look(whole.subarray(0, n)), `${n} bytes`).toHaveProperty('broken');
    fc.assert(fc.property(fc.integer({ min: 0, max: whole.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ flip;
      const seen = look(changed);
      expect(typeof seen).toBe('object');
    }));
  }
});
