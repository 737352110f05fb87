console.error('not yet')
