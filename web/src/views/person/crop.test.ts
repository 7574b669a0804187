import { expect, test } from 'vitest'

import { pulled, square } from './crop.ts'

const WIDE = { width: 800, height: 400 }
const middle = { zoom: 1, x: 0.5, y: 0.5 }

test('the square covers the shorter side, and zooming makes it smaller', () => {
  expect(square(WIDE, middle)).toEqual({ left: 200, top: 0, side: 400 })
  expect(square(WIDE, { ...middle, zoom: 2 })).toEqual({ left: 300, top: 100, side: 200 })
})

test('pulling moves the square, but never over the edge', () => {
  expect(square(WIDE, pulled(WIDE, middle, 0.25, 0))).toEqual({ left: 100, top: 0, side: 400 })
  const corner = pulled(WIDE, middle, 9, 9)
  expect(square(WIDE, corner)).toEqual({ left: 0, top: 0, side: 400 })
  // After the edge was hit, pulling back moves at once.
  expect(square(WIDE, pulled(WIDE, corner, -0.25, 0))).toEqual({ left: 100, top: 0, side: 400 })
})
