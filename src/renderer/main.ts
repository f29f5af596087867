// First: the contract's schemas are made when their modules load.
import './zod-settings'
import { mount } from 'svelte'
import './styles/tokens.css'
import './styles/base.css'
import './styles/buttons.css'
import './styles/menus.css'
import './styles/tables.css'
import './styles/forced-colours.css'
import { createEngineConnection } from './clients/engine'
import App from './views/App.svelte'

mount(App, { target: document.getElementById('app')!, props: { engine: createEngineConnection() } })
