// Package docx writes papers as Office Open XML (.docx) in the look of GB/T 9704-2012. It
// names the official fonts (方正小标宋简体, 仿宋_GB2312, 楷体_GB2312, 黑体), which are not
// ours to distribute; a machine without them shows its own.
//
// The same paper always gives the same bytes.
package docx
