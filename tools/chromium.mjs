// Finds the browser that the suites drive: Debian's Chromium and its driver.

import { findPrograms } from './debian.mjs'

/** Where the browser and its driver are, or null. */
export function findBrowser() {
  const driver = process.env.CHROMEDRIVER
  const programs = driver === undefined ? ['chromium', 'chromedriver'] : ['chromium']
  const paths = findPrograms(programs, ['chromium', 'chromium-driver'])
  return paths === null ? null : { chromium: paths[0], driver: driver ?? paths[1] }
}
