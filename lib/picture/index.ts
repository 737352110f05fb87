export { drawingPicture } from './drawing'
export { bemoaningPicture, type Pictured, pagePicture } from './picture'
export { randomartFile, randomartPng } from './randomart'
