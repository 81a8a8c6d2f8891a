// Package export (检索结果导出表) reads the lists that people download from patent search services: incoPat,
// PatSnap, Lens, PATENTSCOPE, Google Patents and Derwent, as XLSX, XLS, HTML or CSV, with the oddities
// they have. Columns are found by their headings whatever the order, and a person can correct what was
// found. A list is read row by row.
package export
