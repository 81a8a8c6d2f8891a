// Package mapping (内存映射) has the files of collections that are compared as a whole mapped into memory:
// similar texts and similar pictures.
//
// Notice 1.2.3 and 1.4.1.
package mapping
