// What Sveltia CMS takes of the library Immutable.js to hand an entry to a preview template, which it would fetch from another host: maps
// that are read by `get`, `getIn` and `toJS`.

const isObject = (value) => value !== null && typeof value === "object" && [Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value));
const wrapped = (value) => (isObject(value) ? new Entry(value) : value);

class Entry {
  constructor(value) {
    this.value = value;
  }

  get(key) {
    return wrapped(this.value[key]);
  }

  getIn(keys) {
    return keys.reduce((entry, key) => entry?.get?.(key), this);
  }

  toJS() {
    return this.value;
  }
}

export const fromJS = wrapped;
export const Map = (value = {}) => new Entry(value);
