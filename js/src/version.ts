// Which version of this package it is, for errors and tracers that tell.

/** The version in package.json; a test holds the two together. */
export const clientVersion = '0.1.0'
