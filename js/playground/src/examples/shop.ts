// Examples on a shop: an order that takes from the stock, and an import of many rows.

import type { Example } from './example.ts'

const schema = `import { defineSchema } from 'treewright'

export const schema = defineSchema({
  models: {
    Customer: {
      fields: {
        id: { type: 'String', id: true, native: 'uuid', default: { fn: 'uuid', version: 7 } },
        email: { type: 'String', unique: true },
        spent: { type: 'Decimal', native: 'numeric(12,2)', default: { value: '0' } },
      },
      relations: { orders: { many: 'Order' } },
    },
    Order: {
      table: 'orders',
      fields: {
        id: { type: 'BigInt', id: true, default: { fn: 'autoincrement', identity: 'byDefault' } },
        status: { type: 'Status', default: { value: 'OPEN' } },
        placedAt: { type: 'DateTime', column: 'placed_at', native: 'timestamptz', default: { fn: 'now' } },
        customerId: { type: 'String', column: 'customer_id', native: 'uuid' },
      },
      relations: {
        customer: { one: 'Customer', fields: ['customerId'], references: ['id'] },
        items: { many: 'Item' },
      },
    },
    Item: {
      fields: { orderId: 'BigInt', productId: 'Int', quantity: 'Int', price: 'Decimal' },
      key: ['orderId', 'productId'],
      relations: {
        order: { one: 'Order', fields: ['orderId'], references: ['id'], onDelete: 'Cascade' },
        product: { one: 'Product', fields: ['productId'], references: ['id'] },
      },
    },
    Product: {
      fields: {
        id: { type: 'Int', id: true, default: { fn: 'autoincrement' } },
        sku: { type: 'String', unique: true },
        stock: { type: 'Int', default: { value: 0 } },
        price: 'Decimal',
      },
      relations: { items: { many: 'Item' } },
    },
  },
  enums: { Status: ['OPEN', 'PAID', 'SENT'] },
})
`

export const order: Example = {
  name: 'order',
  title: 'An order with items: connect and increments',
  schema,
  write: `db.customer.update({
  where: { email: 'grace@example.com' },
  data: {
    spent: { increment: '57.50' },
    orders: {
      create: {
        status: 'PAID',
        placedAt: new Date('2026-03-01T09:30:00Z'),
        items: {
          create: [
            { quantity: 2, price: '18.75', product: { connect: { sku: 'LAMP' } } },
            { quantity: 1, price: '20.00', product: { connect: { sku: 'DESK' } } },
          ],
        },
      },
    },
  },
  include: { orders: { include: { items: { include: { product: true } } } } },
})
`,
  seed: `INSERT INTO "Customer" (id, email) VALUES ('0190a1f0-0000-7000-8000-000000000001', 'grace@example.com');
INSERT INTO "Product" (sku, stock, price) VALUES ('LAMP', 12, 18.75), ('DESK', 3, 20.00), ('CHAIR', 8, 35.00);
`,
}

export const stock: Example = {
  name: 'stock',
  title: 'A product upserted, its stock counted down',
  schema,
  write: `db.product.upsert({
  where: { sku: 'LAMP' },
  create: { sku: 'LAMP', stock: 1, price: '19.00' },
  update: {
    stock: { decrement: 2 },
    price: '19.00',
    items: { updateMany: { where: { quantity: { gt: 1 } }, data: { price: '19.00' } } },
  },
  include: { items: true },
})
`,
  seed: `db.customer.create({
  data: {
    email: 'grace@example.com',
    orders: {
      create: { items: { create: { quantity: 2, price: '18.75', product: { create: { sku: 'LAMP', stock: 12, price: '18.75' } } } } },
    },
  },
})
`,
}
