// Package intake (文献导入) brings published patent documents into the holding of a center: files, folders and
// archives of the offices' data and of the lists of search services. A file is looked at first, its columns
// can be corrected, a trial says what would become of it, and the import goes on where it stopped, whatever
// stopped it.
//
// Notice 1.4.1.
package intake
