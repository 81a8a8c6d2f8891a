// Package sheet writes lists as XLSX or CSV and reads lists that people filled in (表格导出
// 与导入).
//
// An export streams: the rows go from the query to the client without resting in memory or
// in a temporary file, because lists may hold what is secret. Text that a spreadsheet would
// take for a formula is made harmless, long numbers stay text, and the last rows say which
// filter, when and who. An import is bounded in bytes, rows, columns and depth, finds its
// columns by their headings, and names every wrong cell by row and column.
package sheet
